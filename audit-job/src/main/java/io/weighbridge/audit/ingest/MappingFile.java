package io.weighbridge.audit.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.format.InvalidMappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads the file that says what the columns of a CSV mean; YAML, of which JSON is a part. */
final class MappingFile {
    private MappingFile() {}

    /** @throws BadInputException naming file, key, rule and value if it cannot be used */
    static ReadingRules.Mapping read(Path file) {
        try {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            ReadingRules.Mapping mapping =
                    new ReadingRules.Mapping(file.toString(), new JsonMapper().writeValueAsString(tree));
            mapping.parsed();
            return mapping;
        } catch (InvalidMappingException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        } catch (MarkedYAMLException | JsonProcessingException e) {
            throw new BadInputException(file + ": must be YAML or JSON", e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
