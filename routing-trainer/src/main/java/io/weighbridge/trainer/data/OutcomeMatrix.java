package io.weighbridge.trainer.data;

import io.weighbridge.cli.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores and costs of models (columns, by name) on prompts (rows, in file order). A missing cell is
 * {@link Double#NaN} in every table. Repeated rows of one cell are averaged.
 *
 * @param score quality in [0, 1]
 * @param cost what the cell cost in USD; unknown where the cell is unscored or the model unpriced
 */
public record OutcomeMatrix(List<Prompt> prompts, List<String> models, double[][] score, double[][] cost) {

    public OutcomeMatrix {
        prompts = List.copyOf(prompts);
        models = List.copyOf(models);
    }

    /** Raw means per cell, before costs are worked out. */
    record Cells(
            List<Prompt> prompts,
            List<String> models,
            double[][] score,
            double[][] costUsd,
            double[][] promptTokens,
            double[][] completionTokens,
            double[][] responseChars,
            Counts counts) {}

    /**
     * Where the rows went: {@code rows = used + unscored + withoutPrompt}.
     *
     * @param withoutPrompt rows whose prompt is contaminated or not in the prompt file
     * @param promptsWithoutOutcome prompts left out because no model answered them
     */
    public record Counts(long rows, long used, long unscored, long withoutPrompt, int promptsWithoutOutcome) {}

    /** Whether the model answered the prompt and was scored. */
    public boolean observed(int prompt, int model) {
        return !Double.isNaN(score[prompt][model]);
    }

    /** Mean score of a model over the prompts it answered. */
    public double meanScore(int model) {
        Mean mean = new Mean();
        for (double[] row : score) {
            mean.add(row[model]);
        }
        return mean.value();
    }

    /** Total cost of a model over all prompts: its mean over the prompts it answered, times the prompts. */
    public double totalCost(int model) {
        Mean mean = new Mean();
        for (double[] row : cost) {
            mean.add(row[model]);
        }
        return mean.value() * prompts.size();
    }

    /** Cells without an outcome. */
    public long missingCells() {
        return Arrays.stream(score)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isNaN)
                .count();
    }

    /**
     * Reads the outcomes of the prompts; prompts without any outcome are left out and counted.
     *
     * @throws BadInputException if the file breaks a rule or holds no outcome of any prompt
     */
    static Cells read(Path outcomes, List<Prompt> prompts) {
        Map<String, Integer> rowOf = new HashMap<>();
        for (int i = 0; i < prompts.size(); i++) {
            rowOf.put(prompts.get(i).id(), i);
        }
        Map<String, Column> columns = new TreeMap<>();
        long[] used = {0, 0};
        long unscored = new OutcomeFile(outcomes).forEach(row -> {
            Integer prompt = rowOf.get(row.promptId());
            used[prompt == null ? 1 : 0]++;
            if (prompt != null) {
                columns.computeIfAbsent(row.model(), m -> new Column(prompts.size()))
                        .add(prompt, row);
            }
        });
        if (columns.isEmpty()) {
            throw new BadInputException(
                    outcomes + ": prompt_id: must name a prompt of the prompt file in some scored row," + " was "
                            + used[1] + " rows without a match");
        }
        return assemble(prompts, columns, unscored, used);
    }

    private static Cells assemble(List<Prompt> prompts, Map<String, Column> columns, long unscored, long[] used) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            int row = i;
            if (columns.values().stream().anyMatch(column -> column.score[row] != null)) {
                kept.add(i);
            }
        }
        Counts counts =
                new Counts(used[0] + used[1] + unscored, used[0], unscored, used[1], prompts.size() - kept.size());
        List<Column> order = List.copyOf(columns.values());
        return new Cells(
                kept.stream().map(prompts::get).toList(),
                List.copyOf(columns.keySet()),
                table(kept, order.stream().map(c -> c.score).toList()),
                table(kept, order.stream().map(c -> c.costUsd).toList()),
                table(kept, order.stream().map(c -> c.promptTokens).toList()),
                table(kept, order.stream().map(c -> c.completionTokens).toList()),
                table(kept, order.stream().map(c -> c.responseChars).toList()),
                counts);
    }

    private static double[][] table(List<Integer> rows, List<Mean[]> columns) {
        double[][] table = new double[rows.size()][columns.size()];
        for (int i = 0; i < table.length; i++) {
            for (int k = 0; k < columns.size(); k++) {
                Mean cell = columns.get(k)[rows.get(i)];
                table[i][k] = cell == null ? Double.NaN : cell.value();
            }
        }
        return table;
    }

    /** Means of one model's rows, by prompt; null where there is none. */
    private static final class Column {
        private final Mean[] score;
        private final Mean[] costUsd;
        private final Mean[] promptTokens;
        private final Mean[] completionTokens;
        private final Mean[] responseChars;

        Column(int prompts) {
            score = new Mean[prompts];
            costUsd = new Mean[prompts];
            promptTokens = new Mean[prompts];
            completionTokens = new Mean[prompts];
            responseChars = new Mean[prompts];
        }

        void add(int prompt, OutcomeRow row) {
            add(score, prompt, row.score());
            add(costUsd, prompt, row.costUsd());
            add(promptTokens, prompt, row.promptTokens());
            add(completionTokens, prompt, row.completionTokens());
            add(responseChars, prompt, row.responseChars());
        }

        private static void add(Mean[] column, int prompt, double value) {
            if (column[prompt] == null) {
                column[prompt] = new Mean();
            }
            column[prompt].add(value);
        }
    }
}
