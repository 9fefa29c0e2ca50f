package io.weighbridge.runner.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Usd;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores a finished run of a plan: a line for every request, also for those that got no answer, which score 0. A request
 * that is left out would bias what the draws promise.
 */
public final class Scoring {
    /** In the folder of the run; {@code replay-outcomes} reads it. */
    public static final String FILE_NAME = "scores.jsonl";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Grader grader;
    private final Map<String, String> references;

    private final CallPrices prices;

    private Scoring(Grader grader, Map<String, String> references, CallPrices prices) {
        this.grader = grader;
        this.references = references;
        this.prices = prices;
    }

    /**
     * @param file references, where the grader needs them
     * @throws BadInputException if references are missing, or one of the plan's units has none
     */
    public static Scoring of(Grader grader, @Nullable Path file, Plan plan, CallPrices prices) {
        if (!grader.needsReference()) {
            return new Scoring(grader, Map.of(), prices);
        }
        if (file == null) {
            throw new BadInputException("--references: is required by this grader");
        }
        Map<String, String> references = Plan.references(file);
        for (String unit : plan.unitOf().values()) {
            if (!references.containsKey(unit)) {
                throw new BadInputException(
                        file + ": must have a reference for every unit of the plan, has none for " + unit);
            }
        }
        return new Scoring(grader, references, prices);
    }

    /** How many requests were scored, and how many of them passed. */
    public record Result(Path scores, long requests, long passed) {}

    /** Writes the scores of a run that has ended, whole or not at all. */
    public Result score(Plan plan, Path run) throws IOException {
        Map<String, String> answers = answers(run.resolve("results.jsonl"));
        Map<String, Usd> costs = costs(run.resolve("calls.jsonl"));
        Path temporary = run.resolve("." + FILE_NAME + ".tmp");
        long passed = 0;
        try (BufferedWriter out = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
            for (String customId : plan.customIds()) {
                String answer = answers.get(customId);
                String reference = references.getOrDefault(plan.unitOf().getOrDefault(customId, ""), "");
                boolean passes = answer != null && grader.passes(answer, reference);
                passed += passes ? 1 : 0;
                ObjectNode line = JSON.createObjectNode();
                line.put("custom_id", customId).put("score", passes ? 1 : 0);
                if (costs.containsKey(customId)) {
                    line.put("cost_usd", String.valueOf(costs.get(customId)));
                }
                out.write(line.toString());
                out.write('\n');
            }
        }
        Path scores = run.resolve(FILE_NAME);
        Files.move(temporary, scores, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Result(scores, plan.customIds().size(), passed);
    }

    private static Map<String, String> answers(Path results) throws IOException {
        Map<String, String> answers = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(results, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode result = JSON.readTree(line);
                JsonNode content = result.path("response")
                        .path("body")
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content");
                if (content.isTextual()) {
                    answers.put(result.path("custom_id").asText(), content.textValue());
                }
            }
        }
        return answers;
    }

    /** All attempts at a request together; a request with an attempt of unknown cost has none. */
    private Map<String, Usd> costs(Path calls) throws IOException {
        Map<String, @Nullable Usd> costs = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(calls, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                CanonicalCall call = CanonicalCallJson.fromJson(line);
                String customId = call.request().labels().get("custom_id");
                if (customId != null) {
                    Usd cost = prices.cost(call.model(), call.usage());
                    Usd before = costs.getOrDefault(customId, Usd.ZERO);
                    costs.put(customId, cost == null || before == null ? null : before.plus(cost));
                }
            }
        }
        Map<String, Usd> known = new HashMap<>();
        costs.forEach((customId, cost) -> {
            if (cost != null) {
                known.put(customId, cost);
            }
        });
        return known;
    }
}
