package io.weighbridge.bench;

import io.weighbridge.routing.Calibration;
import io.weighbridge.routing.Candidate;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.InputTokens;
import io.weighbridge.routing.OutputTokens;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Provenance;
import io.weighbridge.routing.QualityModel;
import io.weighbridge.routing.Rule;
import io.weighbridge.routing.TaskQuality;
import io.weighbridge.routing.TaskRule;
import io.weighbridge.routing.TokenPrices;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Requests of about 1 kB and the policy that sends them to a small model.
 *
 * @param items number of requests
 * @param workload for {@code weighbridge run}
 * @param policy by which every request goes to {@link #MODEL}
 * @param requests the same requests as they are sent to that model, a line each
 */
record RunWorkload(long items, Path workload, Path policy, Path requests) {
    static final String MODEL = "sim-small";

    private static final String INCUMBENT = "sim-frontier";
    private static final String TASK = "support";
    private static final int PROMPT_CHARACTERS = 800;
    private static final int VOCABULARY = 5_000;
    private static final int MAX_TOKENS = 256;

    static RunWorkload write(Path folder, long items, long seed) throws IOException {
        Files.createDirectories(folder);
        RunWorkload made = new RunWorkload(
                items,
                folder.resolve("workload.jsonl"),
                folder.resolve("policy.json"),
                folder.resolve("requests.jsonl"));
        PolicyJson.write(toTheSmallModel(), made.policy);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> words = random.longs(VOCABULARY)
                .mapToObj(bits -> Long.toString(bits >>> 32, Character.MAX_RADIX))
                .toList();
        try (BufferedWriter lines = Files.newBufferedWriter(made.workload);
                BufferedWriter bodies = Files.newBufferedWriter(made.requests)) {
            for (long item = 0; item < items; item++) {
                String prompt = prompt(words, random);
                lines.write(
                        "{\"custom_id\":\"item-%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}%n"
                                .formatted(item, body(INCUMBENT, prompt)));
                bodies.write(body(MODEL, prompt));
                bodies.newLine();
            }
        }
        return made;
    }

    private static String body(String model, String prompt) {
        return """
                {"model":"%s","messages":[{"role":"user","content":"%s"}],"max_tokens":%d,"metadata":{"task":"%s","team":"care"}}""".formatted(model, prompt, MAX_TOKENS, TASK);
    }

    private static String prompt(List<String> words, SplittableRandom random) {
        StringBuilder prompt = new StringBuilder(PROMPT_CHARACTERS + 16);
        while (prompt.length() < PROMPT_CHARACTERS) {
            prompt.append(words.get(random.nextInt(words.size()))).append(' ');
        }
        return prompt.toString();
    }

    private static Policy toTheSmallModel() {
        return Policy.of(
                Instant.EPOCH,
                FeatureSchema.defaults(),
                List.of(
                        candidate(INCUMBENT, new TokenPrices(3_000_000, 15_000_000)),
                        candidate(MODEL, new TokenPrices(150_000, 600_000))),
                Map.of(TASK, TaskRule.of(INCUMBENT, List.of(MODEL))),
                INCUMBENT,
                new Rule.CheapestWithin(0.01),
                InputTokens.of(4, Map.of()),
                Provenance.of("benchmark", 1, null, 0, "none", Map.of()));
    }

    private static Candidate candidate(String model, TokenPrices prices) {
        return new Candidate(
                model,
                "simulated",
                prices,
                QualityModel.of(null, Calibration.IDENTITY, Map.of(TASK, new TaskQuality(0.9, 500, 0))),
                OutputTokens.of(60, Map.of()));
    }
}
