package io.weighbridge.runner.reuse;

import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.TemplateId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds shapes of prompts that have always had one answer. That n calls had it says, at 95 % confidence, that fewer than 3 in n
 * calls like them have another (the rule of three, Hanley and Lippman-Hand 1983).
 */
public final class TemplateMining {
    private static final String CUT_OFF = "length";
    private static final String JUDGE = "/judge";

    private final Map<Shape, Answers> seen = new HashMap<>();

    private record Shape(@Nullable String tenant, String task, String templateId) {}

    /** Answers to one shape. Texts are kept of those only that are found in the end. */
    private static final class Answers {
        private final String firstHash;
        private boolean isOne = true;
        private long calls;
        private @Nullable String text;

        Answers(String firstHash) {
            this.firstHash = firstHash;
        }

        boolean isTemplate(long least) {
            return isOne && calls >= least;
        }
    }

    /**
     * A template answer.
     *
     * @param tenant null for items without one
     * @param calls that had this answer
     */
    public record Mined(@Nullable String tenant, String task, String templateId, String response, long calls) {}

    /** Counts a call of a run; those that say nothing of a template are passed over. */
    public void count(CanonicalCall call) {
        Shape shape = shape(call);
        if (shape != null) {
            String hash = Sha256.hex(answer(call));
            Answers answers = seen.computeIfAbsent(shape, any -> new Answers(hash));
            answers.calls++;
            answers.isOne &= answers.firstHash.equals(hash);
        }
    }

    /** Takes the answer from a call that was counted, if its shape has at least so many calls and one answer. */
    public void take(CanonicalCall call, long least) {
        Shape shape = shape(call);
        Answers answers = shape == null ? null : seen.get(shape);
        if (answers != null && answers.isTemplate(least)) {
            answers.text = answer(call);
        }
    }

    private static @Nullable Shape shape(CanonicalCall call) {
        String task = call.attribution().task();
        String prompt = call.request().prompt();
        boolean isAnswer = call.response().status().equals(Response.OK)
                && !CUT_OFF.equals(call.response().finishReason())
                && !call.request().labels().containsKey("served_by")
                && !answer(call).isBlank();
        return !isAnswer || task == null || task.endsWith(JUDGE) || prompt == null
                ? null
                : new Shape(call.attribution().tenant(), task, TemplateId.of(prompt));
    }

    private static String answer(CanonicalCall call) {
        return call.response().text() == null ? "" : call.response().text();
    }

    /** Templates whose answers were taken, those of the most calls first. */
    public List<Mined> found() {
        List<Mined> found = new ArrayList<>();
        seen.forEach((shape, answers) -> {
            if (answers.text != null) {
                found.add(new Mined(shape.tenant(), shape.task(), shape.templateId(), answers.text, answers.calls));
            }
        });
        found.sort(Comparator.comparingLong(Mined::calls)
                .reversed()
                .thenComparing(Mined::task)
                .thenComparing(Mined::templateId)
                .thenComparing(mined -> String.valueOf(mined.tenant())));
        return found;
    }
}
