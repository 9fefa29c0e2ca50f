package io.weighbridge.audit.finetune;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a finished audit says of tasks and candidates.
 *
 * @param from first day of its window; null where nothing is dated, as {@code to}
 * @param incumbents by task
 * @param pairs that have an estimate which more than judge models support
 */
record AuditFacts(
        String auditId,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        double tolerance,
        Map<String, String> incumbents,
        List<Shortfall> pairs) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    AuditFacts {
        incumbents = Map.copyOf(incumbents);
        pairs = List.copyOf(pairs);
    }

    /**
     * The latest finished audit of a lake; empty where there is none.
     *
     * @param auditId the one to read instead; null is the latest
     * @throws BadInputException if the one named is not there
     */
    static Optional<AuditFacts> read(Lake lake, @Nullable String auditId) {
        Path audits = lake.path("audits");
        try {
            List<String> finished = finished(lake, audits);
            if (auditId != null && !finished.contains(auditId)) {
                throw new BadInputException("--audit: must be a finished audit of " + lake.root() + ", was " + auditId);
            }
            String id = auditId != null ? auditId : finished.isEmpty() ? null : finished.getLast();
            if (id == null) {
                return Optional.empty();
            }
            try (InputStream in = lake.files().open(new Path(audits, id + "/summary.json"))) {
                return Optional.of(of(JSON.readTree(in)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(audits + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<String> finished(Lake lake, Path audits) throws IOException {
        List<String> ids = new ArrayList<>();
        if (lake.files().exists(audits)) {
            for (FileStatus audit : lake.files().listStatus(audits)) {
                if (lake.files().exists(new Path(audit.getPath(), Manifest.FILE_NAME))) {
                    ids.add(audit.getPath().getName());
                }
            }
        }
        ids.sort(null);
        return ids;
    }

    private static AuditFacts of(JsonNode summary) {
        Map<String, String> incumbents = new HashMap<>();
        for (JsonNode incumbent : summary.path("incumbents")) {
            if (incumbent.path("model").isTextual()) {
                incumbents.put(
                        incumbent.path("task").asText(), incumbent.path("model").asText());
            }
        }
        List<Shortfall> pairs = new ArrayList<>();
        for (JsonNode line : summary.path("verdicts")) {
            if (line.path("estimate").isNumber()
                    && !line.path("status").asText().equals("assumption-only")) {
                pairs.add(Shortfall.of(line));
            }
        }
        return new AuditFacts(
                summary.path("audit_id").asText(),
                day(summary.path("window").path("from")),
                day(summary.path("window").path("to")),
                summary.path("tolerance").asDouble(),
                incumbents,
                pairs);
    }

    private static @Nullable LocalDate day(JsonNode day) {
        return day.isTextual() ? LocalDate.parse(day.textValue()) : null;
    }

    /** Days of the window; null where nothing is dated. */
    @Nullable
    Long days() {
        return from == null || to == null ? null : (Long) (ChronoUnit.DAYS.between(from, to) + 1);
    }

    /** The candidate that loses least on a task; empty where none has an estimate. */
    Optional<Shortfall> best(String task) {
        return ofTask(task).min(Comparator.comparingDouble(Shortfall::loss).thenComparing(Shortfall::candidate));
    }

    Optional<Shortfall> pair(String task, String candidate) {
        return ofTask(task).filter(pair -> pair.candidate().equals(candidate)).findFirst();
    }

    /** Tasks that no candidate suffices for, and whose best one loses more than the tolerance, but not more than {@code most}. */
    List<Shortfall> justShort(double most) {
        return pairs.stream()
                .map(Shortfall::task)
                .distinct()
                .filter(task -> ofTask(task).noneMatch(Shortfall::suffices))
                .flatMap(task -> best(task).stream())
                .filter(best -> best.loss() > tolerance && best.loss() <= most)
                .toList();
    }

    private Stream<Shortfall> ofTask(String task) {
        return pairs.stream().filter(pair -> pair.task().equals(task));
    }
}
