package io.weighbridge.runner.batch;

import io.weighbridge.runner.batch.BatchState.Rest;
import io.weighbridge.runner.journal.Submission;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/**
 * Batches that a program works off on this machine, such as vLLM's {@code run-batch}. It reads and writes OpenAI's batch
 * lines. What it has written no line for was not done: no provider charges for it.
 *
 * @see <a href="https://docs.vllm.ai/en/stable/cli/run-batch/">vllm run-batch</a>
 */
final class CommandBatches implements OpenAiLines {
    private final Endpoint endpoint;
    private final CommandQueue queue;

    CommandBatches(Endpoint endpoint, CommandQueue queue) {
        this.endpoint = endpoint;
        this.queue = queue;
    }

    @Override
    public int mostRequests() {
        return endpoint.mostBatchRequests();
    }

    @Override
    public String create(BatchKey key, Operation operation, Path input) {
        try {
            queue.add(key, input);
            return key.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Search find(BatchKey key, Submission submission, Set<String> known) {
        return queue.has(key.name()) ? Search.found(key.name()) : Search.ABSENT;
    }

    @Override
    public void cancel(String batchId) {
        try {
            queue.interrupt(batchId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins the batch where its turn has come. */
    @Override
    public BatchState look(Submission submission, String batchId) {
        try {
            CommandQueue.Stage stage = queue.advance(batchId, endpoint.batchCommand(), submission.model());
            List<String> files =
                    queue.output(batchId).map(Path::toString).stream().toList();
            return switch (stage) {
                case UNDER_WAY -> BatchState.running();
                case INTERRUPTED -> BatchState.over(files, Rest.NEVER_BEGUN, "the command was interrupted");
                case ENDED -> BatchState.over(files, Rest.NOT_DONE, "the command " + queue.ending(batchId));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void fetch(String file, Path into) {
        try {
            Files.copy(Path.of(file), into, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
