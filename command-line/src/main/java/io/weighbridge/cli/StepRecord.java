package io.weighbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.tokenlog.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step. A command that is a step leaves it when it is done; whoever runs the steps leaves it for those that are
 * not.
 *
 * @param step its id
 * @param begunAt when the command began, its process's start not included
 * @param seconds how long it took
 * @param exitStatus of the command; 0 where none was started
 * @param message why it is not done, or not all of it; null if it is
 * @param result the JSON of the command; null if nothing is done
 */
public record StepRecord(
        String step,
        Status status,
        Instant begunAt,
        double seconds,
        int exitStatus,
        @Nullable String message,
        @Nullable JsonNode result) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where a step stands. */
    public enum Status {
        DONE,
        /** What could be done is, and the others go on with that; the rest is to be tried again. */
        PARTIAL,
        /** It was not needed. */
        SKIPPED,
        /** What it was asked cannot be done with what there is, and the others go on without. */
        REFUSED,
        /** It is to be tried again. */
        FAILED;

        /** As files spell it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As files have it. */
    private record Spelled(
            String step,
            String status,
            Instant begunAt,
            double seconds,
            int exitStatus,
            @Nullable String message,
            @Nullable JsonNode result) {}

    static StepRecord done(String step, Instant begunAt, Duration took, Object result) throws IOException {
        return new StepRecord(
                step, Status.DONE, begunAt, took.toMillis() / 1000.0, 0, null, JSON.readTree(JsonOutput.line(result)));
    }

    static StepRecord partial(String step, Instant begunAt, Duration took, JobFailedException failure, Object result)
            throws IOException {
        return new StepRecord(
                step,
                Status.PARTIAL,
                begunAt,
                took.toMillis() / 1000.0,
                failure.status().number(),
                failure.getMessage(),
                JSON.readTree(JsonOutput.line(result)));
    }

    /** Whether the step need not be tried again. */
    public boolean isSettled() {
        return status != Status.FAILED && status != Status.PARTIAL;
    }

    /** Whether the steps after it can go on. */
    public boolean isEnough() {
        return status != Status.FAILED;
    }

    /** The object that {@link JsonOutput} writes. */
    public Object json() {
        return new Spelled(step, status.label(), begunAt, seconds, exitStatus, message, result);
    }

    /** Replaces the file in one step. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, JsonOutput.pretty(json()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a record.
     *
     * @return empty if there is none
     * @throws BadInputException if the file is no record
     */
    public static Optional<StepRecord> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(file.toFile());
            JsonNode message = json.path("message");
            JsonNode result = json.path("result");
            return Optional.of(new StepRecord(
                    json.path("step").asText(),
                    Status.valueOf(json.path("status").asText().toUpperCase(Locale.ROOT)),
                    Instant.parse(json.path("begun_at").asText()),
                    json.path("seconds").asDouble(),
                    json.path("exit_status").asInt(),
                    message.isTextual() ? message.textValue() : null,
                    result.isObject() ? result : null));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new BadInputException(file + ": must be the record of a step: " + e.getMessage(), e);
        }
    }
}
