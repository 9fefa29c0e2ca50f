package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.provider.BatchFaults.LineFault;
import io.weighbridge.samples.provider.SimulatedBatch.Results;
import io.weighbridge.samples.provider.SimulatedBatch.Wire;
import io.weighbridge.samples.truth.Purpose;
import io.weighbridge.samples.truth.RowRandom;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files and batches of both batch APIs. A batch is done, and paid, once its processing time is over. */
final class SimulatedBatches {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BatchOptions options;
    private final long seed;
    private final ChargedAnswers answers;
    private final InstantSource clock;
    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, SimulatedBatch> batches = new LinkedHashMap<>();
    private final Map<Long, Integer> timesSeen = new HashMap<>();
    private int numbers;
    private int creations;
    private int downloads;

    SimulatedBatches(ProviderOptions provider, ChargedAnswers answers, InstantSource clock) {
        this.options = provider.batches();
        this.seed = provider.seed();
        this.answers = answers;
        this.clock = clock;
    }

    BatchOptions options() {
        return options;
    }

    synchronized String store(byte[] content) {
        String id = "file-" + ++numbers;
        files.put(id, content);
        return id;
    }

    synchronized Optional<byte[]> file(String id) {
        return Optional.ofNullable(files.get(id));
    }

    /** Whether this creation is answered 503. */
    synchronized boolean isUnavailable() {
        return ++creations <= options.faults().unavailableCreations();
    }

    /** Whether the creation just made goes unanswered. */
    synchronized boolean isLost() {
        return batches.size() <= options.faults().lostCreations();
    }

    /** Whether this download breaks off. */
    synchronized boolean isCut() {
        return ++downloads <= options.faults().cutDownloads();
    }

    synchronized SimulatedBatch create(List<BatchRequest> requests, JsonNode metadata, String inputFile, Wire wire) {
        String id = (wire == Wire.OPENAI ? "batch_" : "msgbatch_") + ++numbers;
        SimulatedBatch batch = new SimulatedBatch(id, clock.instant(), requests, metadata, inputFile, wire);
        long enqueued = batches.values().stream()
                .filter(other -> !other.hasEnded())
                .mapToLong(other -> other.requests.size())
                .sum();
        batches.put(id, batch);
        if (wire == Wire.OPENAI && enqueued + requests.size() > options.mostEnqueued()) {
            fail(batch, "token_limit_exceeded", "Enqueued token limit reached", null);
        }
        return batch;
    }

    /** A batch whose input file is not fit for one. */
    synchronized SimulatedBatch createInvalid(String inputFile, JsonNode metadata, InvalidBatchException invalid) {
        String id = "batch_" + ++numbers;
        SimulatedBatch batch = new SimulatedBatch(id, clock.instant(), List.of(), metadata, inputFile, Wire.OPENAI);
        batches.put(id, batch);
        fail(batch, invalid.code(), String.valueOf(invalid.getMessage()), invalid.line());
        return batch;
    }

    private static void fail(SimulatedBatch batch, String code, String message, @Nullable Integer line) {
        ObjectNode errors = JSON.createObjectNode().put("object", "list");
        errors.putArray("data")
                .addObject()
                .put("code", code)
                .put("message", message)
                .putNull("param")
                .put("line", line);
        batch.failure = errors;
    }

    /** The batch as it is now. */
    synchronized Optional<SimulatedBatch> find(String id) {
        settle();
        return Optional.ofNullable(batches.get(id));
    }

    /** Newest first. */
    synchronized List<SimulatedBatch> newestFirst(Wire wire) {
        settle();
        List<SimulatedBatch> all = new ArrayList<>(batches.values());
        all.removeIf(batch -> batch.wire != wire);
        return all.reversed();
    }

    synchronized void cancel(SimulatedBatch batch) {
        if (!batch.hasEnded()) {
            batch.cancelled = true;
            String lines = batch.wire == Wire.OPENAI
                    ? ""
                    : batch.requests.stream()
                            .map(request -> BatchLine.canceled(request.customId()) + "\n")
                            .collect(Collectors.joining());
            batch.results =
                    new Results(lines.getBytes(StandardCharsets.UTF_8), new byte[0], 0, 0, 0, batch.requests.size());
        }
    }

    synchronized int count() {
        return batches.size();
    }

    synchronized long requests() {
        return batches.values().stream()
                .mapToLong(batch -> batch.requests.size())
                .sum();
    }

    /** Does what is due. */
    synchronized void settle() {
        for (SimulatedBatch batch : batches.values()) {
            if (!batch.hasEnded() && !clock.instant().isBefore(batch.createdAt.plus(options.processing()))) {
                batch.results = new Execution(batch).run();
            }
        }
    }

    /** Answers the requests of one batch, backwards, so that nobody relies on an order. */
    private final class Execution {
        private final SimulatedBatch batch;
        private final StringBuilder output = new StringBuilder();
        private final StringBuilder errors = new StringBuilder();
        private int succeeded;
        private int errored;
        private int expired;

        Execution(SimulatedBatch batch) {
            this.batch = batch;
        }

        Results run() {
            batch.requests.reversed().forEach(this::answer);
            return new Results(bytes(output), bytes(errors), succeeded, errored, expired, 0);
        }

        private void answer(BatchRequest request) {
            LineFault fault = fault(request);
            switch (fault) {
                case EXPIRED -> {
                    expired++;
                    failed(BatchLine.expired(batch.wire, request.customId()));
                }
                case SERVER_ERROR -> {
                    errored++;
                    failed(BatchLine.error(batch.wire, request.customId(), 500, "api_error"));
                }
                case REFUSED -> {
                    errored++;
                    failed(BatchLine.error(batch.wire, request.customId(), 400, "invalid_request_error"));
                }
                default -> {
                    succeeded++;
                    succeeded(request, fault);
                }
            }
        }

        private void succeeded(BatchRequest request, LineFault fault) {
            ObjectNode answer = batch.wire == Wire.OPENAI
                    ? answers.completionOfBatch(request.chat())
                    : answers.messageOfBatch(request.chat());
            String line = BatchLine.answer(batch.wire, request.customId(), answer);
            switch (fault) {
                case MISSING -> {}
                case MALFORMED -> output.append(line, 0, line.length() / 2).append('\n');
                case DUPLICATED -> output.append(line).append('\n').append(line).append('\n');
                case FOREIGN ->
                    output.append(BatchLine.answer(batch.wire, "nobody-sent-this", answer))
                            .append('\n')
                            .append(line)
                            .append('\n');
                default -> output.append(line).append('\n');
            }
        }

        /** OpenAI has a file of its own for what failed. */
        private void failed(String line) {
            (batch.wire == Wire.OPENAI ? errors : output).append(line).append('\n');
        }

        private LineFault fault(BatchRequest request) {
            int times = timesSeen.merge(request.hash(), 1, Integer::sum);
            return options.faults()
                    .at(RowRandom.of(seed, Purpose.BATCH_FAULT, request.hash() + times)
                            .uniform());
        }

        private static byte[] bytes(StringBuilder text) {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }
}
