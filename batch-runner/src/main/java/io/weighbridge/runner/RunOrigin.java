package io.weighbridge.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command that a run was started by, kept in its folder so that its name is enough to go on with it.
 *
 * @param command run or replay
 * @param options each as {@code --name=value}, with absolute paths
 */
record RunOrigin(String command, List<String> options) {
    /** Option of the database that holds the run's journal; absent where that is a file in its folder. */
    static final String DATABASE = "--db";

    /** Option of the time that it is to be done by; absent where it was started without one. */
    static final String DEADLINE = "--deadline";

    /** Option that leaves the calls to workers. */
    static final String WORKERS_ONLY = "--workers-only";

    private static final String FILE_NAME = ".origin.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "run", Set.of("--policy", "--workload", "--mode", "--seed", DEADLINE, DATABASE, WORKERS_ONLY),
            "replay",
                    Set.of(
                            "--plan",
                            "--grader",
                            "--references",
                            "--prices",
                            "--mode",
                            "--seed",
                            DEADLINE,
                            DATABASE,
                            WORKERS_ONLY));

    RunOrigin {
        options = List.copyOf(options);
    }

    static String option(String name, Object value) {
        return name + "=" + (value instanceof Path path ? path.toAbsolutePath().normalize() : value);
    }

    RunOrigin with(String name, Object value) {
        List<String> more = new ArrayList<>(options);
        more.add(option(name, value));
        return new RunOrigin(command, more);
    }

    /** The value of an option; empty where the run was started without it. */
    Optional<String> value(String name) {
        return options.stream()
                .filter(option -> option.startsWith(name + "="))
                .map(option -> option.substring(name.length() + 1))
                .findFirst();
    }

    RunOrigin without(String name) {
        return new RunOrigin(
                command,
                options.stream()
                        .filter(option -> !option.startsWith(name + "="))
                        .toList());
    }

    void write(Path runDirectory) throws IOException {
        ObjectNode origin = JSON.createObjectNode().put("command", command);
        options.forEach(origin.putArray("options")::add);
        AtomicFile.write(runDirectory.resolve(FILE_NAME), (origin + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #read}; empty where the folder does not say. */
    static Optional<RunOrigin> find(Path runDirectory) throws IOException {
        return Files.exists(runDirectory.resolve(FILE_NAME)) ? Optional.of(read(runDirectory)) : Optional.empty();
    }

    /** @throws BadInputException if the folder does not say, or names what no run is started by */
    static RunOrigin read(Path runDirectory) throws IOException {
        Path file = runDirectory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            throw new BadInputException(file + ": is not there; start the run again as it was started, with --resume "
                    + runDirectory.getFileName());
        }
        JsonNode origin;
        try {
            origin = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new BadInputException(file + ": must be JSON", e);
        }
        String command = origin.path("command").asText();
        Set<String> allowed = ALLOWED.getOrDefault(command, Set.of());
        List<String> options = new ArrayList<>();
        for (JsonNode option : origin.path("options")) {
            String text = option.asText();
            if (!allowed.contains(text.substring(0, Math.max(0, text.indexOf('='))))) {
                throw new BadInputException(file + ": options: must be of " + command + ", was " + text);
            }
            options.add(text);
        }
        if (allowed.isEmpty()) {
            throw new BadInputException(file + ": command: must be run or replay, was " + command);
        }
        return new RunOrigin(command, options);
    }
}
