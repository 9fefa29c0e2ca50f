package io.weighbridge.samples.prompt;

import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import io.weighbridge.samples.truth.SampleTask;
import io.weighbridge.samples.truth.SampleUnit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the prompt of a row of a task from the task's grammar. */
public final class PromptWriter {
    private static final String COMMON = "common";

    private final long seed;
    private final Reference reference;
    private final Map<SampleTask, TaskPrompts> prompts = new EnumMap<>(SampleTask.class);

    public PromptWriter(long seed) {
        this.seed = seed;
        this.reference = new Reference(seed);
        for (SampleTask task : SampleTask.values()) {
            prompts.put(task, TaskPrompts.of(task));
        }
    }

    /** A prompt of its own. */
    public SampleUnit original(SampleTask task, long row) {
        return write(task, row, row);
    }

    /** The words of another row under this row's reference, with a sentence added: a person who asks again. */
    public SampleUnit nearRepeat(SampleTask task, long row, long source) {
        SampleUnit repeated = write(task, row, source);
        StringBuilder user = new StringBuilder(repeated.user()).append('\n');
        RowRandom random = RowRandom.of(seed, Purpose.FOLLOW_UP, row);
        promptsOf(task).grammar().expand("follow_up", random, reference.of(row), user);
        return new SampleUnit(row, source, task, repeated.system(), user.toString(), repeated.difficulty());
    }

    private SampleUnit write(SampleTask task, long row, long wordsOf) {
        TaskPrompts written = promptsOf(task);
        RowRandom random = RowRandom.of(seed, Purpose.TEXT, wordsOf);
        StringBuilder user = new StringBuilder(700);
        double difficulty = written.grammar().expand("user", random, reference.of(row), user);
        return new SampleUnit(
                row,
                wordsOf,
                task,
                written.system(),
                user.toString(),
                written.difficulty().standardise(difficulty));
    }

    private TaskPrompts promptsOf(SampleTask task) {
        return Objects.requireNonNull(prompts.get(task));
    }

    private record TaskPrompts(Grammar grammar, String system, Grammar.Moments difficulty) {
        static TaskPrompts of(SampleTask task) {
            Grammar grammar = new GrammarReader()
                    .read(COMMON + ".txt", lines(COMMON))
                    .read(task.label() + ".txt", lines(task.label()))
                    .grammar();
            StringBuilder system = new StringBuilder();
            grammar.expand("system", RowRandom.of(0, Purpose.TEXT, 0), "", system);
            return new TaskPrompts(grammar, system.toString(), grammar.moments("user"));
        }

        private static List<String> lines(String name) {
            String resource = "/io/weighbridge/samples/prompts/" + name + ".txt";
            try (InputStream in = PromptWriter.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("resource: must be on the class path, was " + resource);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
