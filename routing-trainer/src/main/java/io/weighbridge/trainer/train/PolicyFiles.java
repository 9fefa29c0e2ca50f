package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyFormatException;
import io.weighbridge.routing.PolicyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies that commands are given. */
final class PolicyFiles {
    private PolicyFiles() {}

    /** @throws BadInputException if the file is not an intact policy */
    static Policy read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + ": must be a readable file");
        }
        try {
            return PolicyJson.read(file);
        } catch (PolicyFormatException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }
}
