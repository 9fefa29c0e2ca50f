package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.JobFailedException;
import io.weighbridge.cli.Summary;
import io.weighbridge.routing.CandidateEstimate;
import io.weighbridge.routing.Needs;
import io.weighbridge.routing.NoEligibleModelException;
import io.weighbridge.routing.RouteDecision;
import io.weighbridge.routing.RouteExplanation;
import io.weighbridge.routing.RoutingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge route}: which model a request would go to, and why. */
@Command(
        name = "route",
        description = "Decides one call by a policy and explains the decision. Nothing is sent.",
        footer = "  weighbridge route --policy policy.json --task bill_explanation --prompt 'Why was I charged twice?'")
final class RouteCommand extends JobCommand {
    private static final int LARGEST_PROMPT_BYTES = 10_000_000;
    private static final int MONEY_PLACES = 12;

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy to decide by.")
    private Path policy = Path.of("policy.json");

    @Option(names = "--task", required = true, description = "The kind of work, as the policy spells it.")
    private String task = "";

    @Option(names = "--prompt", paramLabel = "TEXT", description = "The prompt (default: standard input).")
    private @Nullable String prompt;

    @Option(names = "--tenant", description = "Whose call it is; a policy may allow it only some models.")
    private @Nullable String tenant;

    @Option(names = "--agent", description = "Which agent calls; a policy may have a precision class for it.")
    private @Nullable String agent;

    @Option(
            names = "--needs",
            split = ",",
            paramLabel = "CAPABILITY",
            description = "What the model must be able to do, such as tools,json,vision.")
    private Set<String> capabilities = Set.of();

    @Option(names = "--region", split = ",", description = "The model must be served in one of these.")
    private Set<String> regions = Set.of();

    @Option(names = "--max-latency", paramLabel = "MILLIS", description = "Largest p95 latency, in milliseconds.")
    private @Nullable Double maxLatencyMillis;

    @Option(
            names = "--unavailable",
            split = ",",
            paramLabel = "MODEL",
            description = "Models that are down or retired: what it falls back to.")
    private Set<String> unavailable = Set.of();

    @Option(
            names = "--signed-by",
            paramLabel = "FILE",
            description = "Refuse the policy unless it is signed by the owner of this Ed25519 public key (PEM).")
    private @Nullable Path publicKey;

    private final InputStream standardInput;
    private final InstantSource clock;

    RouteCommand() {
        this(System.in);
    }

    RouteCommand(InputStream standardInput) {
        this(standardInput, InstantSource.system());
    }

    RouteCommand(InputStream standardInput, InstantSource clock) {
        this.standardInput = standardInput;
        this.clock = clock;
    }

    /**
     * The command's JSON.
     *
     * @param certificate whether the policy's certificate holds now, in words
     */
    record Explained(
            String model,
            @Nullable Double expectedQuality,
            @Nullable BigDecimal expectedCostUsd,
            double propensity,
            String reason,
            String policyId,
            List<ExplainedCandidate> candidates,
            String kind,
            boolean certificateCovers,
            String certificate,
            String rule,
            List<ExplainedFlip> flips) {}

    /** A change of one number that would change the decision. */
    record ExplainedFlip(String lever, @Nullable String candidate, double from, double to, String model) {}

    /** One model that was considered. */
    record ExplainedCandidate(
            String model,
            @Nullable Double expectedQuality,
            @Nullable BigDecimal expectedCostUsd,
            boolean eligible,
            String why,
            List<RouteExplanation.Push> pushes) {}

    @Override
    protected Summary run() throws IOException {
        LoadedPolicy loaded = publicKey == null
                ? LoadedPolicy.read(policy, clock)
                : LoadedPolicy.readSigned(policy, PublicKeys.read(publicKey), clock);
        String text = prompt != null ? prompt : promptFromInput();
        RoutingRequest request = RoutingRequest.of(task, text)
                .withAttribution(tenant, null, null)
                .withAgent(agent)
                .withNeeds(needs());
        try {
            RouteExplanation explanation = loaded.router().explain(request, unavailable);
            String certificate = loaded.certificateAt(clock.instant());
            return new Summary(text(explanation, certificate), explained(explanation, certificate));
        } catch (NoEligibleModelException e) {
            throw new JobFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private Needs needs() {
        return new Needs(
                capabilities,
                regions,
                OptionalLong.empty(),
                OptionalLong.empty(),
                maxLatencyMillis == null ? OptionalDouble.empty() : OptionalDouble.of(maxLatencyMillis));
    }

    private String promptFromInput() throws IOException {
        byte[] bytes = standardInput.readNBytes(LARGEST_PROMPT_BYTES + 1);
        if (bytes.length > LARGEST_PROMPT_BYTES) {
            throw new BadInputException(
                    "standard input: prompt must not be longer than " + LARGEST_PROMPT_BYTES + " bytes");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static Explained explained(RouteExplanation explanation, String certificate) {
        RouteDecision decision = explanation.decision();
        List<ExplainedCandidate> candidates = new ArrayList<>();
        for (int k = 0; k < decision.candidates().size(); k++) {
            candidates.add(explained(
                    decision.candidates().get(k), explanation.pushes().get(k).pushes()));
        }
        return new Explained(
                decision.model(),
                number(decision.expectedQuality()),
                money(decision.expectedCostUsd()),
                decision.propensity(),
                decision.reason(),
                decision.policyId(),
                candidates,
                decision.kind().name().toLowerCase(Locale.ROOT),
                decision.certificateCovers(),
                certificate,
                explanation.rule(),
                explanation.flips().stream().map(RouteCommand::explained).toList());
    }

    private static ExplainedFlip explained(RouteExplanation.Flip flip) {
        return new ExplainedFlip(
                flip.lever().name().toLowerCase(Locale.ROOT),
                flip.candidate().orElse(null),
                flip.from(),
                flip.to(),
                flip.model());
    }

    private static ExplainedCandidate explained(CandidateEstimate candidate, List<RouteExplanation.Push> pushes) {
        return new ExplainedCandidate(
                candidate.model(),
                number(candidate.expectedQuality()),
                money(candidate.expectedCostUsd()),
                candidate.eligible(),
                candidate.why(),
                pushes);
    }

    private static String text(RouteExplanation explanation, String certificate) {
        RouteDecision decision = explanation.decision();
        StringBuilder text = new StringBuilder(decision.reason());
        for (CandidateEstimate candidate : decision.candidates()) {
            BigDecimal cost = money(candidate.expectedCostUsd());
            text.append(String.format(
                    Locale.ROOT,
                    "%n  %s %-24s quality %-7s cost %-10s %s",
                    candidate.model().equals(decision.model()) ? "→" : " ",
                    candidate.model(),
                    candidate.expectedQuality().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "%.3f",
                                    candidate.expectedQuality().getAsDouble())
                            : "unknown",
                    cost == null ? "unknown" : Dollars.display(cost),
                    candidate.why()));
        }
        text.append(String.format(Locale.ROOT, "%n  rule: %s%n  policy: %s", explanation.rule(), certificate));
        explanation.flips().forEach(flip -> text.append(flip(flip)));
        explanation.pushes().stream()
                .filter(candidate -> !candidate.pushes().isEmpty())
                .forEach(candidate -> text.append(pushes(candidate)));
        return text.toString();
    }

    private static String flip(RouteExplanation.Flip flip) {
        String number = flip.lever().name().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT,
                "%n  would be %s if %s%s were %.6g instead of %.6g",
                flip.model(),
                number,
                flip.candidate().map(model -> " of " + model).orElse(""),
                flip.to(),
                flip.from());
    }

    private static String pushes(RouteExplanation.CandidatePushes candidate) {
        return String.format(
                Locale.ROOT,
                "%n  %s: %s",
                candidate.model(),
                candidate.pushes().stream()
                        .map(push -> String.format(Locale.ROOT, "%s %+.3f", push.name(), push.logOdds()))
                        .collect(Collectors.joining(", ")));
    }

    private static @Nullable Double number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static @Nullable BigDecimal money(OptionalDouble usd) {
        return usd.isPresent()
                ? BigDecimal.valueOf(usd.getAsDouble()).setScale(MONEY_PLACES, RoundingMode.HALF_EVEN)
                : null;
    }
}
