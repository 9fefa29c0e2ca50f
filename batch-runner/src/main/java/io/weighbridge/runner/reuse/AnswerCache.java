package io.weighbridge.runner.reuse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.runner.provider.Completion;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the last hours or days, a file each, in a folder for every day and tenant. Files need no lock: an answer appears
 * whole, and one that cannot be read is none. Safe for use by many threads and processes.
 */
final class AnswerCache {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TENANT_DIGITS = 16;
    private static final int FAN_OUT_DIGITS = 2;
    private static final String NOBODY = "none";

    private final Path folder;
    private final Duration lifetime;
    private final Clock clock;

    /** @param lifetime for how long an answer may be used again */
    AnswerCache(Path folder, Duration lifetime, Clock clock) {
        this.folder = folder;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** The answer to a key that is not too old. */
    Optional<String> find(@Nullable String tenant, String key) {
        Instant now = clock.instant();
        Instant oldest = now.minus(lifetime);
        LocalDate first = day(oldest);
        for (LocalDate day = day(now); !day.isBefore(first); day = day.minusDays(1)) {
            Optional<String> reply = read(file(day, tenant, key), oldest);
            if (reply.isPresent()) {
                return reply;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> read(Path file, Instant oldest) {
        try {
            JsonNode entry = JSON.readTree(Files.readString(file));
            String reply = entry.path("reply").toString();
            boolean isFresh = !Instant.parse(entry.path("answered_at").asText()).isBefore(oldest);
            return isFresh && Completion.parse(reply) != null ? Optional.of(reply) : Optional.empty();
        } catch (NoSuchFileException | JsonProcessingException | DateTimeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": a cached answer cannot be read", e);
        }
    }

    /** Keeps an answer from now on. */
    void keep(@Nullable String tenant, String key, Completion answer) {
        Instant now = clock.instant();
        Path file = file(day(now), tenant, key);
        ObjectNode entry = JSON.createObjectNode().put("answered_at", now.toString());
        entry.set("reply", answer.json());
        try {
            Files.createDirectories(file.getParent());
            Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
            Files.write(temporary, entry.toString().getBytes(StandardCharsets.UTF_8));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": an answer cannot be kept", e);
        }
    }

    /** Deletes the days whose answers are all too old. */
    void expire() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        LocalDate first = day(clock.instant().minus(lifetime));
        List<Path> days;
        try (Stream<Path> entries = Files.list(folder)) {
            days = entries.filter(entry -> isBefore(entry.getFileName().toString(), first))
                    .toList();
        }
        for (Path day : days) {
            delete(day);
        }
    }

    /** Forgets every answer. */
    void deleteAll() throws IOException {
        if (Files.isDirectory(folder)) {
            delete(folder);
        }
    }

    private static boolean isBefore(String name, LocalDate first) {
        try {
            return LocalDate.parse(name).isBefore(first);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Another run may delete the same day. */
    private static void delete(Path whole) throws IOException {
        Files.walkFileTree(whole, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path file(LocalDate day, @Nullable String tenant, String key) {
        String ofTenant = tenant == null ? NOBODY : Sha256.hex(tenant).substring(0, TENANT_DIGITS);
        return folder.resolve(day.toString())
                .resolve(ofTenant)
                .resolve(key.substring(0, FAN_OUT_DIGITS))
                .resolve(key + ".json");
    }

    private static LocalDate day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
