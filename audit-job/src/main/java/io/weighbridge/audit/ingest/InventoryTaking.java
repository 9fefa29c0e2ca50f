package io.weighbridge.audit.ingest;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.format.FormatDetection;
import io.weighbridge.tokenlog.format.InvalidMappingException;
import io.weighbridge.tokenlog.format.LogFormat;
import io.weighbridge.tokenlog.format.LogFormats;
import io.weighbridge.tokenlog.format.LogInput;
import io.weighbridge.tokenlog.format.LogInputs;
import io.weighbridge.tokenlog.format.LogSource;
import io.weighbridge.tokenlog.format.ReadOptions;
import io.weighbridge.tokenlog.format.UnreadableLogException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.jspecify.annotations.Nullable;

/** Finds the files of an ingest, their formats and hashes, and opens each once, so that what cannot be read is known. */
final class InventoryTaking {
    private final @Nullable LogFormat format;
    private final ReadOptions options;
    private final Configuration hadoop;

    private InventoryTaking(@Nullable LogFormat format, ReadOptions options, Configuration hadoop) {
        this.format = format;
        this.options = options;
        this.hadoop = hadoop;
    }

    /**
     * @param format name of the format of all files; "auto" looks at each
     * @throws BadInputException if there is no such format
     */
    static InventoryTaking of(String format, ReadOptions options, Configuration hadoop) {
        return new InventoryTaking(format.equals("auto") ? null : named(format), options, hadoop);
    }

    private static LogFormat named(String format) {
        return LogFormats.named(format)
                .orElseThrow(() -> new BadInputException(
                        "--format: must be auto or one of " + LogFormats.names() + ", was " + format));
    }

    /** @throws BadInputException if a path names nothing, or the mapping does not fit */
    Inventory take(List<String> paths) {
        Map<String, FileStatus> found = new TreeMap<>();
        new InputFiles(hadoop)
                .under(paths)
                .forEach(file -> found.put(InputFile.name(file.getPath().toString()), file));
        List<InputFile> files = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        Map<FormatDetection, Integer> detected = new LinkedHashMap<>();
        for (LogInput input : grouped(found)) {
            try {
                files.add(file(files.size(), input, found, detected));
            } catch (UnreadableLogException e) {
                unreadable.add(e.getMessage());
            } catch (IOException e) {
                unreadable.add(input.log().name() + ": cannot be read: " + e.getMessage());
            } catch (InvalidMappingException e) {
                throw new BadInputException(input.log().name() + ": " + e.getMessage(), e);
            }
        }
        return new Inventory(
                files,
                detected.entrySet().stream()
                        .map(entry -> new Inventory.Detection(
                                entry.getKey().format().name(),
                                entry.getValue(),
                                entry.getKey().reason()))
                        .toList(),
                unreadable);
    }

    private List<LogInput> grouped(Map<String, FileStatus> found) {
        List<LogSource> sources = found.values().stream()
                .map(file -> HadoopFile.source(file.getPath().toString(), hadoop))
                .toList();
        try {
            return LogInputs.group(sources);
        } catch (UnreadableLogException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private InputFile file(
            int order, LogInput input, Map<String, FileStatus> found, Map<FormatDetection, Integer> detected)
            throws IOException {
        LogFormat chosen = format == null ? detected(input, detected) : format;
        chosen.open(input, options).close();
        FileStatus log = status(input.log(), found);
        LogSource prompts = input.prompts();
        return new InputFile(
                order,
                log.getPath().toString(),
                prompts == null ? null : status(prompts, found).getPath().toString(),
                chosen.name(),
                sha256(log),
                log.getLen());
    }

    private LogFormat detected(LogInput input, Map<FormatDetection, Integer> detected) throws IOException {
        FormatDetection detection = FormatDetection.of(input, options);
        detected.merge(detection, 1, Integer::sum);
        return detection.format();
    }

    private static FileStatus status(LogSource source, Map<String, FileStatus> found) {
        FileStatus status = found.get(source.name());
        if (status == null) {
            throw new IllegalStateException(source.name() + " is not among the files found");
        }
        return status;
    }

    private String sha256(FileStatus file) throws IOException {
        try (InputStream in = HadoopFile.open(file.getPath().toString(), hadoop)) {
            return Sha256.hex(in);
        }
    }
}
