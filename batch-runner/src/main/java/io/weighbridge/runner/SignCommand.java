package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.routing.PolicyFormatException;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.PolicySignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge sign}: signs a policy file in place. */
@Command(
        name = "sign",
        description = "Signs a policy by an Ed25519 key, so that a service can refuse policies of others.",
        footer = {
            "  openssl genpkey -algorithm ed25519 -out signing.pem",
            "  weighbridge sign --policy policy.json --key signing.pem"
        })
final class SignCommand extends JobCommand {
    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy; it is replaced.")
    private Path policy = Path.of("policy.json");

    @ArgGroup(multiplicity = "1")
    private Key key = new Key();

    /** Where the private key is, as PEM. */
    static final class Key {
        @Option(names = "--key", paramLabel = "FILE", description = "The private key (PEM).")
        private @Nullable Path file;

        @Option(names = "--key-env", paramLabel = "NAME", description = "The variable that holds it.")
        private @Nullable String variable;
    }

    /** The command's JSON. */
    record Signed(String policy, String policyId) {}

    @Override
    protected Summary run() throws IOException {
        byte[] signed;
        try {
            signed = PolicySignature.sign(Files.readAllBytes(policy), PolicySignature.privateKey(pem()));
        } catch (PolicyFormatException e) {
            throw new BadInputException(policy + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
        String id = PolicyJson.id(PolicyJson.fromBytes(signed));
        Path unfinished = policy.resolveSibling(policy.getFileName() + ".unfinished");
        Files.write(unfinished, signed);
        Files.move(unfinished, policy, StandardCopyOption.REPLACE_EXISTING);
        return new Summary("signed " + policy + ", " + id, new Signed(policy.toString(), id));
    }

    private String pem() throws IOException {
        if (key.file != null) {
            return Files.readString(key.file);
        }
        String value = console().environment().get(String.valueOf(key.variable));
        if (value == null) {
            throw new BadInputException("--key-env: the variable must be set, was not: " + key.variable);
        }
        return value;
    }
}
