package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.PolicySignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;

/** Reads the public keys of those who sign policies. */
final class PublicKeys {
    private PublicKeys() {}

    /** @throws BadInputException if the file is not an Ed25519 public key in PEM */
    static PublicKey read(Path file) throws IOException {
        try {
            return PolicySignature.publicKey(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
    }
}
