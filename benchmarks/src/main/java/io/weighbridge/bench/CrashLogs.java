package io.weighbridge.bench;

import io.weighbridge.cli.Commands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Logs that fill every table of a lake: calls of two formats, outcomes, an export whose window overlaps another's, and
 * broken lines.
 *
 * @param paths files and folders to ingest
 */
record CrashLogs(List<String> paths) {
    private static final int OVERLAP = 50;

    CrashLogs {
        paths = List.copyOf(paths);
    }

    static CrashLogs write(Commands commands, Path folder, long calls, long seed) throws Exception {
        commands.run(
                "samples",
                "generate",
                "--calls",
                Long.toString(calls),
                "--days",
                "4",
                "--next-day",
                "10",
                "--seed",
                Long.toString(seed),
                "--out",
                folder.toString());
        List<String> lines = new ArrayList<>(firstLines(folder.resolve("logs")));
        lines.add("{\"request_id\":\"broken");
        lines.add("{\"request_id\":\"1\",\"startTime\":\"yesterday\",\"spend\":0,\"model\":\"m\"}");
        Path overlap = Files.write(folder.resolve("overlap.litellm.jsonl"), lines);
        return new CrashLogs(List.of(
                folder.resolve("logs").toString(), folder.resolve("outcomes").toString(), overlap.toString()));
    }

    private static List<String> firstLines(Path logs) throws IOException {
        Path first;
        try (var all = Files.list(logs)) {
            first = all.filter(file -> file.toString().endsWith(".litellm.jsonl.gz"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(first)), StandardCharsets.UTF_8))) {
            return reader.lines().limit(OVERLAP).toList();
        }
    }
}
