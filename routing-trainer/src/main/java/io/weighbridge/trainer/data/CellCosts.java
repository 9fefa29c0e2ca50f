package io.weighbridge.trainer.data;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.weighbridge.tokenlog.Rate;
import io.weighbridge.tokenlog.TokenPrices;
import io.weighbridge.tokenlog.prices.BacktestPrices;
import io.weighbridge.trainer.data.OutcomeMatrix.Cells;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every answer cost: the cost the file gives; else tokens times list price, where tokens not given are estimated:
 * sent tokens by a tokenizer from the prompt's text, received ones by characters / 4.
 */
final class CellCosts {
    static final String TOKENIZER = "cl100k_base";

    private static final double CHARACTERS_PER_TOKEN = 4;
    private static final double TOKENS_PER_PRICE = 1e6;

    private final Cells cells;
    private final @Nullable BacktestPrices prices;
    private final String dataset;
    private final Map<String, String> unpriced = new TreeMap<>();
    private double[] estimatedPromptTokens = {};
    private long given;
    private long fromTokens;
    private long fromEstimates;

    CellCosts(Cells cells, @Nullable BacktestPrices prices, String dataset) {
        this.cells = cells;
        this.prices = prices;
        this.dataset = dataset;
    }

    /** USD per million tokens. */
    private record Price(double input, double output) {
        double costUsd(double inputTokens, double outputTokens) {
            return (inputTokens * input + outputTokens * output) / TOKENS_PER_PRICE;
        }
    }

    double[][] compute() {
        double[][] cost = new double[cells.score().length][cells.models().size()];
        for (int k = 0; k < cells.models().size(); k++) {
            column(k, cost);
        }
        return cost;
    }

    BacktestData.Costs summary() {
        return BacktestData.costs(given, fromTokens, fromEstimates, unpriced);
    }

    /** A model's costs are all of one kind, so that they compare: stated throughout, else all computed. */
    private void column(int k, double[][] cost) {
        String model = cells.models().get(k);
        if (statedThroughout(k)) {
            for (int i = 0; i < cost.length; i++) {
                cost[i][k] = scored(i, k) ? cells.costUsd()[i][k] : Double.NaN;
                given += scored(i, k) ? 1 : 0;
            }
            return;
        }
        Price price = price(model);
        double typicalOutput = typicalOutputTokens(k);
        if (price == null || (Double.isNaN(typicalOutput) && price.output() > 0)) {
            unpriced.put(model, price == null ? "no price" : "no output length");
            for (double[] row : cost) {
                row[k] = Double.NaN;
            }
            return;
        }
        for (int i = 0; i < cost.length; i++) {
            cost[i][k] = scored(i, k) ? computed(i, k, price, typicalOutput) : Double.NaN;
        }
    }

    private double computed(int i, int k, Price price, double typicalOutput) {
        double input = cells.promptTokens()[i][k];
        double output = cells.completionTokens()[i][k];
        boolean stated = !Double.isNaN(input) && !Double.isNaN(output);
        fromTokens += stated ? 1 : 0;
        fromEstimates += stated ? 0 : 1;
        return price.costUsd(Double.isNaN(input) ? promptTokens(i) : input, outputTokens(i, k, typicalOutput));
    }

    private double outputTokens(int i, int k, double typicalOutput) {
        double tokens = outputTokens(i, k);
        if (!Double.isNaN(tokens)) {
            return tokens;
        }
        return Double.isNaN(typicalOutput) ? 0 : typicalOutput;
    }

    private double outputTokens(int i, int k) {
        double tokens = cells.completionTokens()[i][k];
        return Double.isNaN(tokens) ? cells.responseChars()[i][k] / CHARACTERS_PER_TOKEN : tokens;
    }

    /** The model's mean output, for its answers of unknown length; NaN where no length is known. */
    private double typicalOutputTokens(int k) {
        Mean mean = new Mean();
        for (int i = 0; i < cells.score().length; i++) {
            mean.add(outputTokens(i, k));
        }
        return mean.value();
    }

    /** Null where the list has no price for input or output; data sets are spelled with hyphens or underscores. */
    private @Nullable Price price(String model) {
        TokenPrices listed = prices == null
                ? null
                : prices.priceOf(dataset.replace('-', '_'), model).orElse(null);
        Rate input = listed == null ? null : listed.input();
        Rate output = listed == null ? null : listed.output();
        return input == null || output == null
                ? null
                : new Price(
                        input.usdPerMillionTokens().doubleValue(),
                        output.usdPerMillionTokens().doubleValue());
    }

    private boolean statedThroughout(int k) {
        for (int i = 0; i < cells.score().length; i++) {
            if (scored(i, k) && Double.isNaN(cells.costUsd()[i][k])) {
                return false;
            }
        }
        return true;
    }

    private boolean scored(int i, int k) {
        return !Double.isNaN(cells.score()[i][k]);
    }

    private double promptTokens(int i) {
        if (estimatedPromptTokens.length == 0) {
            Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
            List<Prompt> prompts = cells.prompts();
            estimatedPromptTokens = new double[prompts.size()];
            Arrays.setAll(
                    estimatedPromptTokens,
                    p -> encoding.countTokensOrdinary(prompts.get(p).text()));
        }
        return estimatedPromptTokens[i];
    }
}
