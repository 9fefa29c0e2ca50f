package io.weighbridge.trainer.data;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.format.LogSource;
import io.weighbridge.tokenlog.prices.BacktestPrices;
import io.weighbridge.trainer.data.OutcomeMatrix.Cells;
import io.weighbridge.trainer.data.OutcomeMatrix.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A prompt file and an outcome file, joined and priced.
 *
 * @param contaminated prompts left out because the file marks them so
 * @param counts where the rows of the outcome file went
 * @param costs how costs came about
 */
public record BacktestData(OutcomeMatrix outcomes, int contaminated, Counts counts, Costs costs) {

    /**
     * How the costs of scored cells came about.
     *
     * @param given cells whose cost the file states
     * @param fromTokens cells priced by stated tokens
     * @param fromEstimates cells priced by tokens of which some are estimated
     * @param unpriced models without a cost, and why
     */
    public record Costs(long given, long fromTokens, long fromEstimates, SortedMap<String, String> unpriced) {
        /** Names the estimate, for the result. */
        public String tokenEstimate() {
            return "prompt tokens by " + CellCosts.TOKENIZER + ", completion tokens by response characters / 4";
        }
    }

    /**
     * @param prices null where costs can only come from the outcome file
     * @throws BadInputException naming file, line, field and rule
     */
    public static BacktestData read(Path promptFile, Path outcomeFile, @Nullable Path prices) {
        PromptFile.Prompts prompts = PromptFile.read(promptFile);
        Cells cells = OutcomeMatrix.read(outcomeFile, prompts.prompts());
        CellCosts costs = new CellCosts(cells, prices == null ? null : read(prices), prompts.dataset());
        double[][] cost = costs.compute();
        OutcomeMatrix matrix = new OutcomeMatrix(cells.prompts(), cells.models(), cells.score(), cost);
        return new BacktestData(matrix, prompts.contaminated(), cells.counts(), costs.summary());
    }

    private static BacktestPrices read(Path prices) {
        try {
            return BacktestPrices.read(LogSource.of(prices));
        } catch (InvalidRecordException | IOException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    static Costs costs(long given, long fromTokens, long fromEstimates, Map<String, String> unpriced) {
        return new Costs(given, fromTokens, fromEstimates, new TreeMap<>(unpriced));
    }
}
