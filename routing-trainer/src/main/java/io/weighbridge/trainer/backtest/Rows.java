package io.weighbridge.trainer.backtest;

import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.trainer.backtest.BacktestResult.Transfer;
import io.weighbridge.trainer.data.Folds;
import io.weighbridge.trainer.data.NearDuplicates;
import io.weighbridge.trainer.data.OutcomeMatrix;
import io.weighbridge.trainer.data.Prompt;
import io.weighbridge.trainer.fit.Labels;
import io.weighbridge.trainer.fit.Requests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rows a backtest knows and how they are split: the tested prompts in file order and, behind them, those of a training
 * set of its own.
 *
 * @param prompts of all rows
 * @param groups group of near-duplicates of each row
 * @param labels outcomes of all rows, models as in the tested file
 * @param transfer null where folds of the tested prompts train each other
 */
record Rows(
        List<Prompt> prompts,
        int[] groups,
        Labels labels,
        CrossValidation splits,
        @Nullable Transfer transfer) {

    static Rows ofFolds(OutcomeMatrix outcomes, BacktestOptions options) {
        List<Prompt> prompts = outcomes.prompts();
        int[] groups = groups(prompts);
        int[] fold = Folds.assign(groups, prompts.stream().map(Prompt::task).toList(), options.folds(), options.seed());
        Labels labels = labels(prompts, outcomes.score(), outcomes.cost());
        return new Rows(prompts, groups, labels, CrossValidation.ofFolds(fold, options.folds()), null);
    }

    static Rows ofTransfer(OutcomeMatrix outcomes, Training from) {
        OutcomeMatrix training = from.data().outcomes();
        List<Prompt> prompts = Stream.concat(outcomes.prompts().stream(), training.prompts().stream())
                .toList();
        int[] groups = groups(prompts);
        SortedMap<String, String> same = SameModels.match(outcomes.models(), training.models(), from.sameModels());
        int[] column = outcomes.models().stream()
                .mapToInt(model -> training.models().indexOf(same.get(model)))
                .toArray();
        Labels labels = labels(
                prompts,
                joined(outcomes.score(), training.score(), column),
                joined(outcomes.cost(), training.cost(), column));
        int tested = outcomes.prompts().size();
        CrossValidation splits = CrossValidation.ofTransfer(tested, groups);
        int trained = splits.first().train().length;
        Transfer transfer = new Transfer(trained, prompts.size() - tested - trained, same);
        return new Rows(prompts, groups, labels, splits, transfer);
    }

    Requests requests() {
        return new Requests(prompts.stream()
                .map(prompt -> RoutingRequest.of(prompt.task(), prompt.text()))
                .toList());
    }

    /** The same requests with texts dealt to other rows of the same kind, tested or trained. */
    Requests requests(int[] textOf) {
        return new Requests(IntStream.range(0, prompts.size())
                .mapToObj(i -> RoutingRequest.of(
                        prompts.get(i).task(), prompts.get(textOf[i]).text()))
                .toList());
    }

    private static int[] groups(List<Prompt> prompts) {
        return NearDuplicates.groups(prompts.stream().map(Prompt::text).toList());
    }

    private static Labels labels(List<Prompt> prompts, double[][] score, double[][] cost) {
        double[] weight = new double[prompts.size()];
        Arrays.fill(weight, 1);
        return new Labels(prompts.stream().map(Prompt::task).toArray(String[]::new), score, cost, weight, null);
    }

    private static double[][] joined(double[][] tested, double[][] training, int[] column) {
        List<double[]> rows = new ArrayList<>(Arrays.asList(tested));
        for (double[] row : training) {
            rows.add(IntStream.of(column).mapToDouble(k -> row[k]).toArray());
        }
        return rows.toArray(double[][]::new);
    }
}
