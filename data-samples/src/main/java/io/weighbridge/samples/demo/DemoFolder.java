package io.weighbridge.samples.demo;

import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The demo's folder. An earlier demo's is replaced; a folder with anything else in it is left alone. */
record DemoFolder(Path root) {
    private static final String MARKER = ".weighbridge-demo";

    /** @throws BadInputException if the folder holds something that no demo wrote */
    static DemoFolder fresh(Path root) throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            requireDemos(root);
            delete(root);
        }
        Files.createDirectories(root);
        Files.createFile(root.resolve(MARKER));
        return new DemoFolder(root);
    }

    Path month() {
        return root.resolve("month");
    }

    Path lake() {
        return root.resolve("lake");
    }

    Path settings() {
        return root.resolve("weighbridge.yaml");
    }

    Path policy() {
        return root.resolve("policy.json");
    }

    Path workload() {
        return month().resolve("workload").resolve("next-day.jsonl");
    }

    /** The requests of the second night's replays; their draws lie beside them. */
    Path plan() {
        return replays().resolve("plan.jsonl");
    }

    Path draws() {
        return replays().resolve("plan.draws.jsonl");
    }

    Path references() {
        return replays().resolve("references.jsonl");
    }

    Path outcomes() {
        return replays().resolve("outcomes.jsonl");
    }

    private Path replays() {
        return root.resolve("replays");
    }

    /** The calls that a run made. */
    Path calls(String runId) {
        return lake().resolve("runs").resolve(runId).resolve("calls.jsonl");
    }

    private static void requireDemos(Path root) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadInputException("--out: must be a folder, was something else: " + root);
        }
        try (Stream<Path> files = Files.list(root)) {
            if (files.findAny().isPresent() && !Files.exists(root.resolve(MARKER))) {
                throw new BadInputException("--out: must be empty or an earlier demo's folder, was neither: " + root);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
