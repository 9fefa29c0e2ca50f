package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Dollars;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.routing.CandidateEstimate;
import io.weighbridge.routing.RouteDecision;
import io.weighbridge.routing.RoutingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
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

    private final InputStream standardInput;

    RouteCommand() {
        this(System.in);
    }

    RouteCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** The command's JSON. */
    record Explained(
            String model,
            @Nullable Double expectedQuality,
            @Nullable BigDecimal expectedCostUsd,
            double propensity,
            String reason,
            String policyId,
            List<ExplainedCandidate> candidates) {}

    /** One model that was considered. */
    record ExplainedCandidate(
            String model,
            @Nullable Double expectedQuality,
            @Nullable BigDecimal expectedCostUsd,
            boolean eligible,
            String why) {}

    @Override
    protected Summary run() throws IOException {
        LoadedPolicy loaded = LoadedPolicy.read(policy);
        String text = prompt != null ? prompt : promptFromInput();
        RouteDecision decision = loaded.router().route(RoutingRequest.of(task, text), new SplittableRandom(0));
        return new Summary(text(decision), explained(decision));
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

    private static Explained explained(RouteDecision decision) {
        return new Explained(
                decision.model(),
                number(decision.expectedQuality()),
                money(decision.expectedCostUsd()),
                decision.propensity(),
                decision.reason(),
                decision.policyId(),
                decision.candidates().stream().map(RouteCommand::explained).toList());
    }

    private static ExplainedCandidate explained(CandidateEstimate candidate) {
        return new ExplainedCandidate(
                candidate.model(),
                number(candidate.expectedQuality()),
                money(candidate.expectedCostUsd()),
                candidate.eligible(),
                candidate.why());
    }

    private static String text(RouteDecision decision) {
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
        return text.toString();
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
