package io.weighbridge.audit.whatif;

import io.weighbridge.audit.assessment.ModelChoice;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Constraints;
import io.weighbridge.routing.NoEligibleModelException;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyFormatException;
import io.weighbridge.routing.Router;
import io.weighbridge.routing.RoutingRequest;
import io.weighbridge.tokenlog.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Every call goes where a policy sends it. */
final class PolicyChoice implements ModelChoice {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int HASH_DIGITS = 15;

    private final byte[] policyFile;
    private transient @Nullable Router router;

    private PolicyChoice(byte[] policyFile) {
        this.policyFile = policyFile;
    }

    /** @throws BadInputException if the file is no intact policy */
    static PolicyChoice of(Path file) {
        try {
            PolicyChoice choice = new PolicyChoice(Files.readAllBytes(file));
            choice.router();
            return choice;
        } catch (PolicyFormatException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return "policy " + router().policyId();
    }

    @Override
    public String choose(String callId, RoutingRequest request, String present) {
        try {
            return router().route(request, new SplittableRandom(seed(callId))).model();
        } catch (NoEligibleModelException e) {
            // The policy refuses the call: it stays where it is.
            return present;
        }
    }

    @Override
    public SortedSet<String> reachable(String task, String present) {
        Policy policy = router().policy();
        return policy.constraints().equals(Constraints.NONE) ? policy.intended(task) : policy.reachable(task);
    }

    private static long seed(String callId) {
        return Long.parseLong(Sha256.hex(callId).substring(0, HASH_DIGITS), 16);
    }

    /** Loaded once per task of Spark. */
    private Router router() {
        Router known = router;
        if (known == null) {
            try {
                known = Router.load(new ByteArrayInputStream(policyFile), new SplittableRandom(0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            router = known;
        }
        return known;
    }
}
