package io.weighbridge.audit.drift;

import io.weighbridge.audit.export.OutputFile;
import io.weighbridge.audit.replay.PlanFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A replay plan of the answers that the watch waits for: of the incumbent, and of the chosen model where it was not scored. */
final class MissingAnswers {
    static final Asked NONE = new Asked(0, 0);

    private static final long FEWEST_TOKENS = 256;

    private final String policyId;
    private final List<ShadowedCall> waiting;
    private final Map<String, String> prompts;

    /** @param prompts by call, where they are kept */
    MissingAnswers(String policyId, List<ShadowedCall> waiting, Map<String, String> prompts) {
        this.policyId = policyId;
        this.waiting = waiting;
        this.prompts = prompts;
    }

    /** @param withoutPrompt calls that cannot be asked again */
    record Asked(long answers, long withoutPrompt) {}

    /** Writes the plan and, beside it, which unit each request is about. */
    Asked writeTo(Path plan) {
        long[] asked = new long[2];
        OutputFile.write(
                plan,
                requests -> OutputFile.write(PlanFiles.drawsBeside(plan), units -> {
                    try (PlanFiles files = new PlanFiles(requests, units)) {
                        for (ShadowedCall call : waiting) {
                            String prompt = prompts.get(call.callId());
                            if (prompt == null) {
                                asked[1]++;
                                continue;
                            }
                            if (call.chosenScore() == null) {
                                ask(files, call, call.chosen(), prompt, ++asked[0]);
                            }
                            if (call.incumbentScore() == null) {
                                ask(files, call, call.incumbent(), prompt, ++asked[0]);
                            }
                        }
                    }
                }));
        return new Asked(asked[0], asked[1]);
    }

    private void ask(PlanFiles files, ShadowedCall call, String model, String prompt, long number) {
        String customId = policyId + "/" + number;
        long tokens = call.outputTokens() == null ? 0 : call.outputTokens();
        files.request(customId, model, call.task(), prompt, Math.max(FEWEST_TOKENS, 2 * tokens));
        files.asked(customId, call.callId(), call.task(), model);
    }
}
