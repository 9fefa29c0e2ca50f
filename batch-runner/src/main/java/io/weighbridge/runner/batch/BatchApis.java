package io.weighbridge.runner.batch;

import io.weighbridge.runner.provider.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** The batch APIs of the providers of a run, and the programs that take the place of one. They end with it. */
public final class BatchApis implements AutoCloseable {
    private final BatchHttp http;
    private final CommandQueue commands;

    /**
     * @param directory of the run
     * @param timeout of a call; a transfer of a file may take five times as long
     */
    public BatchApis(Path directory, Duration timeout) {
        this.http = new BatchHttp(timeout);
        this.commands = new CommandQueue(directory);
    }

    BatchApi of(Endpoint endpoint) {
        if (!endpoint.batchCommand().isEmpty()) {
            return new CommandBatches(endpoint, commands);
        }
        return switch (endpoint.api()) {
            case OPENAI -> new OpenAiBatches(endpoint, http);
            case ANTHROPIC -> new AnthropicBatches(endpoint, http);
        };
    }

    /** Deletes what programs keep of batches, but for those that have not ended. */
    void keepOnly(Set<BatchKey> open) throws IOException {
        commands.keepOnly(open);
    }

    /** Ends the programs that run. */
    @Override
    public void close() {
        commands.close();
        http.close();
    }
}
