package io.weighbridge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The least that can ask for answers: the JDK's client in as many loops as calls are in flight, each answer read and forgotten. */
final class BareClient {
    private static final int OK = 200;

    private final URI completions;
    private final int concurrency;

    /** @param baseUrl of the provider, up to and including the version */
    BareClient(String baseUrl, int concurrency) {
        this.completions = URI.create(baseUrl + "/chat/completions");
        this.concurrency = concurrency;
    }

    /**
     * Posts every line of a file.
     *
     * @param round makes the idempotency keys those of this time
     * @return answers a second
     */
    double answersPerSecond(Path requests, String round) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
                ExecutorService loops = Executors.newVirtualThreadPerTaskExecutor();
                Lines lines = new Lines(requests)) {
            long begun = System.nanoTime();
            List<Future<Long>> answered = new ArrayList<>();
            for (int loop = 0; loop < concurrency; loop++) {
                String keys = round + "/" + loop + "/";
                answered.add(loops.submit(() -> loop(http, lines, keys)));
            }
            long answers = 0;
            for (Future<Long> loop : answered) {
                answers += loop.get();
            }
            return answers / ((System.nanoTime() - begun) / 1e9);
        }
    }

    private long loop(HttpClient http, Lines lines, String keys) throws IOException, InterruptedException {
        long answers = 0;
        for (String body = lines.next(); body != null; body = lines.next()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(completions)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", keys + answers)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK || response.body().isEmpty()) {
                throw new IOException(completions + ": must answer, gave status " + response.statusCode());
            }
            answers++;
        }
        return answers;
    }

    /** The lines of a file, handed to many readers. */
    private static final class Lines implements AutoCloseable {
        private final BufferedReader reader;

        Lines(Path file) throws IOException {
            reader = Files.newBufferedReader(file);
        }

        synchronized @Nullable String next() throws IOException {
            return reader.readLine();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
