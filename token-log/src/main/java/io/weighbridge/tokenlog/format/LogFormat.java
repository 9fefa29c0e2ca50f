package io.weighbridge.tokenlog.format;

import java.io.IOException;
import java.util.Optional;

/** One kind of log. A new one is a class that implements this and a line in {@link LogFormats}. */
public interface LogFormat {
    /** As {@code --format} spells it. */
    String name();

    /**
     * Why a file is of this format, as in "its first line has the key \"request_id\""; empty where it is not.
     *
     * @param sample the beginning of the file
     */
    Optional<String> recognise(Sample sample, ReadOptions options);

    /**
     * Opens a file.
     *
     * @throws UnreadableLogException if the whole file cannot be read
     * @throws InvalidMappingException if the mapping does not fit the file
     */
    Readings open(LogInput input, ReadOptions options) throws IOException;
}
