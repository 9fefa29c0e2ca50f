package io.weighbridge.tokenlog.format;

import io.weighbridge.tokenlog.OutcomeJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Outcomes: JSON lines of our own replays, or a table with prompt_id, model and score, with a file of prompts beside it
 * where there is one.
 */
final class OutcomesFormat implements LogFormat {
    @Override
    public String name() {
        return "outcomes";
    }

    @Override
    public Optional<String> recognise(Sample sample, ReadOptions options) {
        if (isOutcomeLines(sample)) {
            return Optional.of("its first line says \"" + OutcomeJson.FORMAT + "\"");
        }
        return OutcomeTable.hasHeader(sample.firstLine())
                ? Optional.of("its header has prompt_id, model and score")
                : Optional.empty();
    }

    @Override
    public Readings open(LogInput input, ReadOptions options) throws IOException {
        if (!Sample.of(input.log()).startsWith('{')) {
            return OutcomeTable.open(input, options);
        }
        Occurrences occurrences = new Occurrences();
        return new LineReadings(
                input.log(),
                options,
                (line, row) ->
                        List.of(new Reading.OfOutcome(line, occurrences.identify(row), OutcomeJson.fromJson(row))));
    }

    private static boolean isOutcomeLines(Sample sample) {
        return sample.firstLine().contains("\"" + OutcomeJson.FORMAT + "/");
    }
}
