package io.weighbridge.routing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Loads one file after the other and prints what became of each; run in a process with a small heap. */
final class HostileFiles {
    private static final long TEN_GIGABYTES = 10_000_000_000L;
    private static final String NOTHING = "\"per_call\": null";

    /** A policy without golden vectors, which would find changes too. */
    private static final String BODY =
            PolicyWriter.body(Policies.table()).replaceFirst("(?s)\"golden_vectors\".*", "\"golden_vectors\": []}");

    private HostileFiles() {}

    public static void main(String[] arguments) throws IOException {
        byte[] intact = PolicyJson.toBytes(Policies.table());
        load("intact", new ByteArrayInputStream(intact));
        load("empty", new ByteArrayInputStream(new byte[0]));
        load("truncated", new ByteArrayInputStream(intact, 0, intact.length / 2));
        load("gzip", new ByteArrayInputStream(new byte[] {0x1F, (byte) 0x8B, 8, 0}));
        load("zeros", zeros());
        load("10 GB", HostileFile.of("", "1", TEN_GIGABYTES, "").beforeItsEnd());
        load("10 GB of buckets", changed("\"text_buckets\": 65536", "\"text_buckets\": " + TEN_GIGABYTES));
        load("10 GB of prompt", changed("\"max_prompt_bytes\": 16384", "\"max_prompt_bytes\": " + TEN_GIGABYTES));
        load("10 GB of trees", changed(NOTHING, trees(TEN_GIGABYTES, "-1", "0.5")));
        load("many trees", changed(NOTHING, trees(5_000, perfect("7", "-1"), perfect("0.5", "0"))));
        load("deep arrays", HostileFile.of("", "[", 3_000_000, ""));
        load("deep objects", HostileFile.of("", "{\"a\":", 1_000_000, ""));
        load("NaN", changed(NOTHING, weights("NaN", 1)));
        load("infinite", changed(NOTHING, weights("1e999", 1)));
        load("many weights", changed(NOTHING, weights("0,", 2_000_000)));
        load("many objects", HostileFile.of("[", "{},", 2_000_000, "{}]"));
        load("long string", HostileFile.of("\"", "x", 7_000_000, "\""));
        load("long string of escapes", HostileFile.of("\"", "\\u4e2d", 1_000_000, "\""));
        load("long number", HostileFile.of("", "1", 7_000_000, ""));
        load("many tasks", changed("\"tasks\": \\{\\s+\"sql\"", manyTasks()));
        load("weights that models do not share", new ByteArrayInputStream(PolicyJson.toBytes(unshared())));
        classify("policy", new ByteArrayInputStream(intact));
        classify("classifier of zeros", zeros());
        classify("classifier of many numbers", HostileFile.of("[", "1,", 3_000_000, "1]"));
        classify("deep classifier", HostileFile.of("", "[", 3_000_000, ""));
    }

    private static void load(String name, HostileFile body) throws IOException {
        load(name, body.file(Envelope.Kind.POLICY));
    }

    private static void load(String name, InputStream file) throws IOException {
        try {
            Router.load(file).route("triage", "hello");
            System.out.println(name + ": loaded");
        } catch (PolicyFormatException e) {
            System.out.println(name + ": " + e.getMessage());
        }
    }

    private static void classify(String name, HostileFile body) throws IOException {
        classify(name, body.file(Envelope.Kind.CLASSIFIER));
    }

    private static void classify(String name, InputStream file) throws IOException {
        try {
            Classifier.load(file).classify("hello");
            System.out.println(name + ": loaded");
        } catch (PolicyFormatException e) {
            System.out.println(name + ": " + e.getMessage());
        }
    }

    private static InputStream zeros() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
    }

    private static HostileFile changed(String original, String changed) {
        return changed(original, HostileFile.of(changed, "", 0, ""));
    }

    /** The body with something else in the place of the first match. */
    private static HostileFile changed(String original, HostileFile changed) {
        MatchResult match =
                Pattern.compile(original).matcher(BODY).results().findFirst().orElseThrow();
        return changed.between(BODY.substring(0, match.start()), BODY.substring(match.end()));
    }

    private static HostileFile weights(String repeated, long times) {
        return HostileFile.of(
                "\"per_call\": {\"kind\": \"logistic\", \"bias\": 0, \"indices\": [1], \"weights\": [",
                repeated,
                times,
                times == 1 ? "]}" : "0]}");
    }

    private static String trees(long trees, String features, String values) {
        return "\"per_call\": {\"kind\": \"boosted-trees\", \"bias\": 0, \"trees\": " + trees + ", \"features\": ["
                + features + "], \"values\": [" + values + "]}";
    }

    /** Five thousand trees of 32 leaves. */
    private static String perfect(String split, String leaf) {
        String tree = leaf;
        for (int depth = 0; depth < 5; depth++) {
            tree = split + "," + tree + "," + tree;
        }
        return (tree + ",").repeat(4_999) + tree;
    }

    private static String manyTasks() {
        StringBuilder tasks = new StringBuilder("\"tasks\": {");
        for (int i = 0; i < 60_000; i++) {
            tasks.append("\"t")
                    .append(i)
                    .append("\": {\"incumbent\": \"sim-small\", \"open\": [], \"tolerance\": null, ");
            tasks.append("\"precision_class\": null, \"cascade\": null}, ");
        }
        return tasks.append("\"sql\"").toString();
    }

    /** A hundred models of three hundred weights, none on a feature of another model. */
    private static Policy unshared() {
        Policy policy = Policies.table();
        List<Candidate> candidates = new ArrayList<>(policy.candidates());
        for (int k = 0; k < 100; k++) {
            int[] indices = new int[300];
            double[] weights = new double[300];
            for (int i = 0; i < 300; i++) {
                indices[i] = 100 * i + k;
                weights[i] = 1;
            }
            LogisticModel model = new LogisticModel(0, SparseVector.of(indices, weights));
            candidates.add(new Candidate(
                    "model-" + k,
                    "simulated",
                    Policies.SMALL,
                    QualityModel.of(model, Calibration.IDENTITY, Map.of("triage", new TaskQuality(0.5, 10, 0.5))),
                    OutputTokens.of(100, Map.of())));
        }
        return policy.withCandidates(candidates, "more candidates");
    }
}
