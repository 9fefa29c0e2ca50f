package io.weighbridge.runner.job;

import io.weighbridge.tokenlog.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names a run's folder in a database that runs of other lakes, or of other tenants, may share: runs of one name are told apart by it.
 * It also says that the run's journal was begun, so that nobody begins it anew in another database and pays everything again.
 *
 * @param hasBegun whether a journal has this name
 */
record RunOwner(String name, boolean hasBegun) {
    private static final String FILE_NAME = ".owner";
    private static final String BEGUN = "begun";

    /** Of a folder that nobody else writes to; it gets a name if it has none. */
    static RunOwner of(Path runDirectory) throws IOException {
        Path file = runDirectory.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            new RunOwner(UUID.randomUUID().toString(), false).write(runDirectory);
        }
        String[] words = Files.readString(file).strip().split(" ");
        return new RunOwner(words[0], words.length > 1 && words[1].equals(BEGUN));
    }

    /** Records, once the journal has its name, that it was begun. */
    void begun(Path runDirectory) throws IOException {
        if (!hasBegun) {
            new RunOwner(name, true).write(runDirectory);
        }
    }

    private void write(Path runDirectory) throws IOException {
        String text = hasBegun ? name + " " + BEGUN : name;
        AtomicFile.write(runDirectory.resolve(FILE_NAME), text.getBytes(StandardCharsets.UTF_8));
    }
}
