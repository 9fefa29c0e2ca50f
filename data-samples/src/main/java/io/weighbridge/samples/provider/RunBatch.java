package io.weighbridge.samples.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.truth.World;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Works off a file of requests as vLLM's {@code run-batch} does: results in the order of the requests, written as they come, and a
 * request that cannot be read ends all of it.
 *
 * @see <a href="https://docs.vllm.ai/en/stable/cli/run-batch/">vllm run-batch</a>
 */
public final class RunBatch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String model;
    private final Duration latency;
    private final SimulatedAnswers answers;
    private final InstantSource clock;

    /**
     * @param model the only one that it serves
     * @param latency of each request; one is answered after the other
     */
    public RunBatch(long seed, World world, String model, Duration latency, InstantSource clock) {
        this.model = model;
        this.latency = latency;
        this.answers = new SimulatedAnswers(seed, world, false);
        this.clock = clock;
    }

    /**
     * Returns the number of requests.
     *
     * @param output is replaced
     * @throws IllegalArgumentException if a line is no request; the results of those before it are written
     */
    public long run(Path input, Path output) throws IOException, InterruptedException {
        long requests = 0;
        try (BufferedReader lines = Files.newBufferedReader(input, StandardCharsets.UTF_8);
                BufferedWriter results = Files.newBufferedWriter(output, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                results.write(result(++requests, line).toString());
                results.write('\n');
                results.flush();
            }
        }
        return requests;
    }

    private ObjectNode result(long number, String line) throws InterruptedException {
        JsonNode request;
        try {
            request = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("request " + number + ": must be JSON", e);
        }
        if (!request.path("custom_id").isTextual() || !request.path("body").isObject()) {
            throw new IllegalArgumentException("request " + number + ": must have a custom_id and a body");
        }
        Thread.sleep(latency);
        ObjectNode result = JSON.createObjectNode().put("id", "vllm-" + number);
        result.put("custom_id", request.path("custom_id").textValue());
        ObjectNode response = result.putObject("response").put("status_code", 200);
        response.put("request_id", "vllm-batch-" + number).putNull("body");
        result.putNull("error");
        try {
            response.set("body", body(number, request));
        } catch (RefusedException e) {
            response.put("status_code", e.status());
            result.putObject("error")
                    .putObject("error")
                    .put("message", e.getMessage())
                    .put("type", e.type())
                    .put("code", e.status());
        }
        return result;
    }

    private ObjectNode body(long number, JsonNode request) {
        String url = request.path("url").asText("");
        Optional<Operation> operation = Operation.ofUrl(url).filter(known -> known != Operation.RESPONSES);
        if (operation.isEmpty()) {
            throw new RefusedException(400, "BadRequestError", "URL " + url + " was used");
        }
        JsonNode body = request.path("body");
        if (!body.path("model").asText("").equals(model)) {
            throw new RefusedException(404, "NotFoundError", "The model does not exist");
        }
        ChatRequest asked = ChatRequest.read(operation.get(), body.toString().getBytes(StandardCharsets.UTF_8));
        return operation.get().write(number, clock.instant(), answers.answer(asked));
    }
}
