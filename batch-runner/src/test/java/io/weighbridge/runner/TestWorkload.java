package io.weighbridge.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Workload files of any size; every second item is hard. */
final class TestWorkload {
    private TestWorkload() {}

    static String line(int item) {
        return line("item-" + item, item % 2 == 0 ? TestPolicy.EASY : TestPolicy.HARD, "Question number " + item);
    }

    static String line(String customId, String task, String prompt) {
        return """
                {"custom_id":"%s","method":"POST","url":"/v1/chat/completions","body":{"model":"sim-frontier",\
                "messages":[{"role":"user","content":"%s"}],"max_tokens":64,\
                "metadata":{"task":"%s","team":"care","application":"assistant","tenant":"north","session_id":"s-1"}}}""".formatted(customId, prompt, task);
    }

    static Path write(Path directory, int items) throws IOException {
        return Files.writeString(
                directory.resolve("workload.jsonl"),
                IntStream.range(0, items).mapToObj(TestWorkload::line).collect(Collectors.joining("\n", "", "\n")));
    }
}
