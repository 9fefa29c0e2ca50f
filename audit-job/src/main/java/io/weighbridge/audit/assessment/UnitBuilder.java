package io.weighbridge.audit.assessment;

import io.weighbridge.audit.assessment.OutcomeUnit.Drawn;
import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import io.weighbridge.audit.lake.Cells;
import io.weighbridge.audit.lake.FeatureColumns;
import io.weighbridge.audit.lake.OutcomeTable;
import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.Sha256;
import io.weighbridge.tokenlog.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of one unit, outcomes joined with their call where there is one, into an {@link OutcomeUnit}. */
final class UnitBuilder {
    private final AnswerCosts costs;
    private final Map<String, String> aliases;
    private final SortedMap<String, List<Outcome>> outcomes = new TreeMap<>();
    private @Nullable Row first;
    private @Nullable PromptFeatures features;
    private @Nullable String promptHash;

    /** @param aliases name in the outcomes to the name that the audit uses */
    UnitBuilder(AnswerCosts costs, Map<String, String> aliases) {
        this.costs = costs;
        this.aliases = aliases;
    }

    /** Whether the row belongs to the unit begun here; true of the first row. */
    boolean accepts(Row row) {
        Row begun = first;
        return begun == null
                || (begun.getAs("unit_id").equals(row.getAs("unit_id"))
                        && begun.getAs("task").equals(row.getAs("task")));
    }

    void add(Row row) {
        if (first == null) {
            first = row;
        }
        if (features == null) {
            features = FeatureColumns.features(new Cells(row), "");
        }
        if (promptHash == null) {
            promptHash = new Cells(row).textOrNull("prompt_hash");
        }
        Outcome outcome = OutcomeTable.outcome(row);
        String model = aliases.getOrDefault(outcome.model(), outcome.model());
        outcomes.computeIfAbsent(model, unused -> new ArrayList<>()).add(outcome);
    }

    OutcomeUnit build() {
        Cells cells = new Cells(Objects.requireNonNull(first, "a unit has at least one row"));
        String callModel = cells.textOrNull("call_model");
        Instant at = firstKnown(Outcome::occurredAt, cells.instantOrNull("call_at"));
        SortedMap<String, Answer> answers = new TreeMap<>();
        outcomes.forEach((model, rows) -> {
            Usd spent = model.equals(callModel) ? cells.usdOrNull("call_spend_picodollars") : null;
            answers.put(model, answer(model, rows, at, spent));
        });
        UnitCall call = callModel == null
                ? null
                : new UnitCall(
                        cells.textOrNull("call_tenant"),
                        cells.textOrNull("call_team"),
                        cells.textOrNull("call_application"),
                        cells.textOrNull("call_agent"),
                        callModel,
                        drawn(cells));
        String prompt = firstKnown(Outcome::prompt, cells.textOrNull("call_prompt"));
        Long inputTokens = firstKnown(
                outcome -> outcome.usage() == null ? null : outcome.usage().inputTokens(),
                cells.wholeOrNull("call_input_tokens"));
        return new OutcomeUnit(
                cells.text("unit_id"),
                cells.text("task"),
                cluster(cells, prompt),
                call,
                prompt,
                prompt == null ? features(cells) : null,
                inputTokens,
                at,
                answers);
    }

    private static @Nullable Drawn drawn(Cells cells) {
        String chosen = cells.textOrNull("call_chosen_model");
        Double propensity = cells.realOrNull("call_propensity");
        return chosen == null || propensity == null || !(propensity > 0 && propensity <= 1)
                ? null
                : new Drawn(chosen, propensity, (int) cells.whole("call_drawn_among"));
    }

    /** The outcome's own cluster, else the session, else equal prompts where text or a hash tells, else the unit alone. */
    private String cluster(Cells cells, @Nullable String prompt) {
        String given = firstKnown(Outcome::clusterId, null);
        if (given != null) {
            return "cluster:" + given;
        }
        String session = cells.textOrNull("call_session_id");
        if (session != null) {
            return "session:" + session;
        }
        String hashOfCall = cells.textOrNull("call_prompt_hash");
        if (hashOfCall != null) {
            return "prompt:" + hashOfCall;
        }
        if (prompt != null) {
            return "text:" + Sha256.hex(prompt);
        }
        return promptHash != null ? "prompt:" + promptHash : "unit:" + cells.text("unit_id");
    }

    private Answer answer(String model, List<Outcome> rows, @Nullable Instant at, @Nullable Usd spent) {
        List<Judgement> judgements = Judgement.of(rows);
        List<Outcome> labels = rows.stream().filter(row -> row.judge() == null).toList();
        Double score = labels.isEmpty()
                ? Judgement.meanOf(judgements)
                : (Double) labels.stream().mapToDouble(Outcome::score).average().orElseThrow();
        TreeSet<FrameDraw> draws = new TreeSet<>();
        List<Long> picodollars = new ArrayList<>();
        List<Long> outputTokens = new ArrayList<>();
        for (Outcome row : rows) {
            Usd cost = costs.of(row, model, at);
            if (cost != null) {
                picodollars.add(cost.picodollars());
            }
            if (row.usage() != null) {
                outputTokens.add(row.usage().outputTokens());
            }
            Outcome.Draw draw = row.draw();
            if (draw != null) {
                Frame frame = new Frame(draw.replayId(), draw.frame(), draw.frameSize());
                draws.add(new FrameDraw(frame, draw.index(), draw.probability(), draw.plan()));
            }
        }
        Long cost = mean(picodollars);
        String sources = (labels.isEmpty() ? rows : labels)
                .stream().map(Outcome::labelSource).distinct().sorted().collect(Collectors.joining("+"));
        return new Answer(
                score == null ? Double.NaN : score,
                labels.isEmpty(),
                judgements,
                cost == null ? spent : new Usd(cost),
                mean(outputTokens),
                sources,
                draws);
    }

    private static @Nullable Long mean(List<Long> values) {
        if (values.isEmpty()) {
            return null;
        }
        BigDecimal sum = values.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.divide(BigDecimal.valueOf(values.size()), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** An outcome's own, else the call's. */
    private @Nullable PromptFeatures features(Cells cells) {
        return features != null ? features : FeatureColumns.features(cells, "call_");
    }

    private <T> @Nullable T firstKnown(
            java.util.function.Function<Outcome, @Nullable T> property, @Nullable T otherwise) {
        for (List<Outcome> rows : outcomes.values()) {
            for (Outcome row : rows) {
                T value = property.apply(row);
                if (value != null) {
                    return value;
                }
            }
        }
        return otherwise;
    }
}
