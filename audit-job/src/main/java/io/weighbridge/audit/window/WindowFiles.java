package io.weighbridge.audit.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.assessment.RegisteredWindow;
import io.weighbridge.audit.assessment.RegisteredWindow.Family;
import io.weighbridge.audit.assessment.RegisteredWindow.Pair;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JsonOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** {@code windows/ID/family-N.json}, written once each and never changed. */
public final class WindowFiles {
    private static final String FORMAT = "weighbridge-window/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Lake lake;

    public WindowFiles(Lake lake) {
        this.lake = lake;
    }

    /** One file. */
    private record File(
            String format,
            String windowId,
            int family,
            Instant registeredAt,
            long outcomesThen,
            LocalDate from,
            LocalDate to,
            double tolerance,
            double confidence,
            List<Integer> differenceRange,
            List<Pair> pairs) {}

    /** @throws BadInputException if there is no such window, or a file of it is damaged */
    public RegisteredWindow read(String windowId) {
        try {
            RegisteredWindow window = null;
            for (int family = 1; lake.files().exists(file(windowId, family)); family++) {
                window = with(window, windowId, file(windowId, family));
            }
            if (window == null) {
                throw new BadInputException("--window: must be a registered window of " + lake.root() + ", was "
                        + windowId + "; there are " + ids());
            }
            return window;
        } catch (IOException e) {
            throw new UncheckedIOException(lake.path("windows") + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The names of all windows, in order. */
    List<String> ids() throws IOException {
        Path folder = lake.path("windows");
        return lake.files().exists(folder)
                ? Stream.of(lake.files().listStatus(folder))
                        .filter(FileStatus::isDirectory)
                        .map(status -> status.getPath().getName())
                        .sorted()
                        .toList()
                : List.of();
    }

    /**
     * Writes the last family of the window.
     *
     * @throws BadInputException if another process has registered a family of that number meanwhile
     */
    void writeLast(RegisteredWindow window) throws IOException {
        int number = window.families().size();
        Family family = window.families().get(number - 1);
        Path file = file(window.windowId(), number);
        Path temporary = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        lake.files().mkdirs(file.getParent());
        try (OutputStream out = lake.files().create(temporary, true)) {
            out.write(JsonOutput.pretty(new File(
                            FORMAT,
                            window.windowId(),
                            number,
                            family.registeredAt(),
                            family.outcomesThen(),
                            window.from(),
                            window.to(),
                            window.tolerance(),
                            window.confidence(),
                            List.of(-1, 1),
                            family.pairs()))
                    .getBytes(StandardCharsets.UTF_8));
        }
        if (lake.files().exists(file) || !lake.files().rename(temporary, file)) {
            lake.files().delete(temporary, false);
            throw new BadInputException(file + ": is there already; somebody registered meanwhile, try again");
        }
    }

    private RegisteredWindow with(@Nullable RegisteredWindow window, String windowId, Path file) throws IOException {
        JsonNode json;
        try (InputStream in = lake.files().open(file)) {
            json = JSON.readTree(in);
        }
        try {
            if (!FORMAT.equals(json.path("format").asText())) {
                throw new BadInputException(file + ": format: must be " + FORMAT + ", was " + json.path("format"));
            }
            List<Pair> pairs = new ArrayList<>();
            json.path("pairs")
                    .forEach(pair -> pairs.add(new Pair(
                            text(file, pair, "task"), text(file, pair, "incumbent"), text(file, pair, "candidate"))));
            List<Family> families = new ArrayList<>(window == null ? List.of() : window.families());
            families.add(new Family(
                    Instant.parse(text(file, json, "registered_at")),
                    json.path("outcomes_then").asLong(),
                    pairs));
            return new RegisteredWindow(
                    windowId,
                    LocalDate.parse(text(file, json, "from")),
                    LocalDate.parse(text(file, json, "to")),
                    json.path("tolerance").asDouble(),
                    json.path("confidence").asDouble(),
                    families);
        } catch (DateTimeException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file, JsonNode object, String field) {
        String value = object.path(field).textValue();
        if (value == null) {
            throw new BadInputException(file + ": " + field + ": must be text, was " + object.path(field));
        }
        return Objects.requireNonNull(value);
    }

    private Path file(String windowId, int family) {
        if (!windowId.matches("[0-9A-Za-z_-]{1,80}")) {
            throw new BadInputException("--window: must be the name of a window, was " + windowId);
        }
        return lake.path("windows/" + windowId + "/family-" + family + ".json");
    }
}
