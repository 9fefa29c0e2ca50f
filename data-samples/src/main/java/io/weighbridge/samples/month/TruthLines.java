package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.TruthModel;
import java.util.Locale;

/** The truth as CSV: for every model the chance of success given the prompt, whether it is right, its output tokens. */
final class TruthLines {
    private TruthLines() {}

    static String header() {
        StringBuilder header = new StringBuilder("unit_id,task,difficulty");
        for (SimulatedModel model : SimulatedModel.values()) {
            header.append(",probability_").append(model.label());
            header.append(",right_").append(model.label());
            header.append(",output_tokens_").append(model.label());
        }
        return header.toString();
    }

    static String line(long row, Contents contents, TruthModel truth) {
        SampleUnit unit = contents.unit(row);
        StringBuilder line = new StringBuilder(SampleCallId.of(row))
                .append(',')
                .append(unit.task().label())
                .append(String.format(Locale.ROOT, ",%.4f", unit.difficulty()));
        for (SimulatedModel model : SimulatedModel.values()) {
            line.append(String.format(Locale.ROOT, ",%.6f", truth.probability(unit, model)));
            line.append(truth.isRight(unit, model) ? ",1," : ",0,");
            line.append(truth.usage(unit, model).outputTokens());
        }
        return line.toString();
    }
}
