package io.weighbridge.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --result}, of every benchmark. */
final class ResultFile {
    @Option(
            names = "--result",
            paramLabel = "FILE",
            description = "Also write the result here; --json FILE does the same.")
    private @Nullable Path path;

    /** Null where none is named. */
    @Nullable
    Path path() {
        return path;
    }
}
