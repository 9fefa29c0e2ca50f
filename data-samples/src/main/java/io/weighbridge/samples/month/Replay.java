package io.weighbridge.samples.month;

import io.weighbridge.samples.truth.SampleTask;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.samples.truth.TruthModel;
import io.weighbridge.tokenlog.Outcome;
import io.weighbridge.tokenlog.OutcomeJson;
import io.weighbridge.tokenlog.Usage;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The month's designed replay: one frame per task, the calls that the incumbent answered, named as replay plans for the
 * same days name it, so that later replays add to this one; the same share of every frame
 * is drawn; every draw is answered by every model, the incumbent included. The size s in the draw probabilities grows
 * with the square root of the prompt's length: long prompts differ more, and short ones are drawn often enough.
 */
final class Replay {
    private static final double SIZE_UNITS = 1000;
    private static final String LABEL_SOURCE = "grader:reference";

    private final Month month;
    private final String replayId;
    private final List<FrameDraws> frames;

    Replay(Month month) {
        this.month = month;
        this.replayId = "replay-" + month.plan().from();
        this.frames = plan(month);
    }

    /** Writes one line for each draw and model, in the order of calls, draws and models. */
    void write(LineFile file) throws IOException {
        for (int day = 0; day < month.plan().days(); day++) {
            try (Stream<SampleCall> calls = month.calls(day)) {
                for (SampleCall call : (Iterable<SampleCall>) calls::iterator) {
                    write(call, file);
                }
            }
        }
    }

    private void write(SampleCall call, LineFile file) throws IOException {
        if (!call.serving().isIncumbents()) {
            return;
        }
        FrameDraws frame = frames.get(call.unit().task().ordinal());
        long size = size(call);
        for (long draw : frame.next(size)) {
            Outcome.Draw drawn = new Outcome.Draw(
                    replayId, frameName(call.unit().task()), frame.frameSize(), draw, frame.probability(size));
            for (SimulatedModel model : SimulatedModel.values()) {
                file.add(OutcomeJson.toJson(outcome(call, model, drawn)));
            }
        }
    }

    private String frameName(SampleTask task) {
        LocalDate last = month.plan().from().plusDays(month.plan().days() - 1);
        return task.label() + " " + month.plan().from() + " to " + last;
    }

    private Outcome outcome(SampleCall call, SimulatedModel model, Outcome.Draw draw) {
        TruthModel truth = month.truth();
        Usage usage = truth.usage(call.unit(), model);
        return new Outcome(
                call.id(),
                call.unit().task().label(),
                model.label(),
                truth.isRight(call.unit(), model) ? 1 : 0,
                LABEL_SOURCE,
                month.contents().cluster(call.row()),
                call.occurredAt(),
                call.unit().prompt(),
                draw,
                model.cost(usage),
                usage);
    }

    private static List<FrameDraws> plan(Month month) {
        Totals totals = IntStream.range(0, month.plan().days())
                .parallel()
                .mapToObj(day -> Totals.of(month.calls(day)))
                .reduce(new Totals(), Totals::plus);
        return totals.draws(month.plan());
    }

    private static long size(SampleCall call) {
        return Math.round(SIZE_UNITS * Math.sqrt(call.unit().prompt().length()));
    }

    /** Calls and sizes of every frame; whole numbers, so that the order of addition does not matter. */
    private static final class Totals {
        private final long[] calls = new long[SampleTask.values().length];
        private final long[] sizes = new long[SampleTask.values().length];

        static Totals of(Stream<SampleCall> day) {
            Totals totals = new Totals();
            day.filter(call -> call.serving().isIncumbents()).forEach(call -> {
                totals.calls[call.unit().task().ordinal()]++;
                totals.sizes[call.unit().task().ordinal()] += size(call);
            });
            return totals;
        }

        Totals plus(Totals other) {
            Totals sum = new Totals();
            for (int frame = 0; frame < calls.length; frame++) {
                sum.calls[frame] = calls[frame] + other.calls[frame];
                sum.sizes[frame] = sizes[frame] + other.sizes[frame];
            }
            return sum;
        }

        /** Divides the draws in proportion to the frames' calls, to the last one. */
        List<FrameDraws> draws(MonthPlan plan) {
            long all = IntStream.range(0, calls.length)
                    .mapToLong(frame -> calls[frame])
                    .sum();
            FrameDraws[] frames = new FrameDraws[calls.length];
            long before = 0;
            for (int frame = 0; frame < calls.length; frame++) {
                long from = plan.draws() * before / all;
                before += calls[frame];
                long draws = plan.draws() * before / all - from;
                frames[frame] = new FrameDraws(plan.seed(), frame, calls[frame], sizes[frame], draws);
            }
            return List.of(frames);
        }
    }
}
