package io.weighbridge.samples.demo;

import io.weighbridge.samples.month.Contents;
import io.weighbridge.samples.month.MonthPlan;
import io.weighbridge.samples.month.SampleCallId;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.TruthModel;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.CanonicalCallJson;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the generator knows about the next day: how good and how dear it is when each call goes to a given model. */
final class DayTruth {
    private final MonthPlan plan;
    private final Contents contents;
    private final TruthModel truth;

    DayTruth(MonthPlan plan) {
        this.plan = plan;
        this.contents = new Contents(plan.seed());
        this.truth = new TruthModel(plan.seed(), plan.world());
    }

    /** Every call of the day to one model. */
    DayResult allTo(SimulatedModel model) {
        return result(row -> Optional.of(model));
    }

    /** Every call to the model that answered it according to a run's calls; a call without an answer is a wrong one. */
    DayResult served(Path callsFile) throws IOException {
        Map<Long, SimulatedModel> models = new HashMap<>();
        try (Stream<String> lines = Files.lines(callsFile)) {
            lines.map(CanonicalCallJson::fromJson)
                    .filter(call -> call.response().status().equals(Response.OK))
                    .forEach(call -> models.put(row(call), model(call)));
        }
        return result(row -> Optional.ofNullable(models.get(row)));
    }

    private DayResult result(ModelOfRow modelOf) {
        long rows = plan.nextDayCalls();
        Usd cost = Usd.ZERO;
        long right = 0;
        double chance = 0;
        Map<String, Long> byModel = new TreeMap<>();
        for (long row : (Iterable<Long>) LongStream.range(plan.calls(), plan.calls() + rows)::iterator) {
            Optional<SimulatedModel> model = modelOf.model(row);
            if (model.isPresent()) {
                SampleUnit unit = contents.unit(row);
                cost = cost.plus(model.get().cost(truth.usage(unit, model.get())));
                right += truth.isRight(unit, model.get()) ? 1 : 0;
                chance += truth.probability(unit, model.get());
                byModel.merge(model.get().label(), 1L, Long::sum);
            }
        }
        return new DayResult(cost, (double) right / rows, chance / rows, byModel);
    }

    private static long row(CanonicalCall call) {
        String customId = call.request().labels().get("custom_id");
        if (customId == null) {
            throw new IllegalStateException("calls.jsonl: labels.custom_id: is required, was absent");
        }
        return SampleCallId.row(customId);
    }

    private static SimulatedModel model(CanonicalCall call) {
        return SimulatedModel.named(call.model())
                .orElseThrow(() -> new IllegalStateException("calls.jsonl: response_model: must be simulated"));
    }

    /** Which model a row goes to; empty where nothing answered. */
    private interface ModelOfRow {
        Optional<SimulatedModel> model(long row);
    }
}
