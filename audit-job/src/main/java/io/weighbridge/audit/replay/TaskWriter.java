package io.weighbridge.audit.replay;

import static org.apache.spark.sql.functions.col;

import io.weighbridge.audit.assessment.KnownAnswers;
import io.weighbridge.audit.assessment.KnownAnswers.KnownAnswer;
import io.weighbridge.tokenlog.Outcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Writes one task's draws, and a request for each answer that is not there. */
final class TaskWriter {
    private final String task;
    private final String replayId;
    private final String frameName;
    private final FrameCalls frame;
    private final TaskDraws draws;

    TaskWriter(String task, String replayId, String frameName, FrameCalls frame, TaskDraws draws) {
        this.task = task;
        this.replayId = replayId;
        this.frameName = frameName;
        this.frame = frame;
        this.draws = draws;
    }

    /** Of the calls that are asked, each counted once. */
    record Written(long requests, double expectedPicodollars, double worstPicodollars) {}

    Written write(Dataset<Row> window, int[] drawn, Map<String, KnownAnswers> known, RequestWriter writer) {
        Map<String, String> prompts = prompts(window, drawn);
        Set<Integer> seen = new HashSet<>();
        Map<String, String> requestOf = new HashMap<>();
        double expected = 0;
        double worst = 0;
        for (int index = 0; index < drawn.length; index++) {
            int call = drawn[index];
            if (seen.add(call)) {
                expected += draws.expectedCost(call);
                worst += draws.worstCost(call);
            }
            for (String model : draws.models()) {
                String callId = frame.id(call);
                KnownAnswer answer = TaskDraws.answer(known, callId, model);
                String key = callId + "\n" + model;
                if (answer == null && !requestOf.containsKey(key)) {
                    String customId = replayId + "/" + task + "/" + (requestOf.size() + 1);
                    requestOf.put(key, customId);
                    writer.request(
                            customId,
                            model,
                            task,
                            Objects.requireNonNull(prompts.get(callId), callId),
                            draws.outputBound(call));
                }
                writer.draw(
                        requestOf.get(key),
                        callId,
                        task,
                        model,
                        answer == null ? null : answer.score(),
                        draw(model, call, index));
            }
        }
        return new Written(requestOf.size(), expected, worst);
    }

    private Outcome.Draw draw(String model, int call, long index) {
        return new Outcome.Draw(
                replayId,
                frameName,
                frame.size(),
                index,
                draws.probability(call),
                new Outcome.Plan(
                        draws.smallestProbability(), draws.prediction(model, call), draws.meanPrediction(model)));
    }

    private Map<String, String> prompts(Dataset<Row> window, int[] drawn) {
        Dataset<Row> ids = window.sparkSession()
                .createDataset(
                        Arrays.stream(drawn).distinct().mapToObj(frame::id).toList(), Encoders.STRING())
                .toDF("drawn_id");
        Map<String, String> prompts = new HashMap<>();
        for (Row row : window.filter(col("task").equalTo(task).and(col("prompt").isNotNull()))
                .join(ids, col("call_id").equalTo(col("drawn_id")), "left_semi")
                .select("call_id", "prompt")
                .orderBy("call_id", "prompt")
                .collectAsList()) {
            prompts.putIfAbsent(row.getString(0), row.getString(1));
        }
        return prompts;
    }
}
