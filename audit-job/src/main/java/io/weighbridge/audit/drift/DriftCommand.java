package io.weighbridge.audit.drift;

import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.spark.SparkSessions;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Settings;
import io.weighbridge.cli.Summary;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyFormatException;
import io.weighbridge.routing.PolicyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weighbridge drift}. */
@Command(
        name = "drift",
        description = {
            "Watches a certified policy on a share of the calls that it has routed: what the chosen model's answer was worth, and",
            "what the incumbent's would have been. Where the loss has come to exceed what is certified, the certificate is",
            "withdrawn. --ask writes a replay plan for the answers that are missing."
        },
        footer = "  weighbridge drift --policy policy.json --lake lake --share 0.05 --ask plan.jsonl --out policy.json")
public final class DriftCommand extends JobCommand {
    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy to watch.")
    private Path policyFile = Path.of("policy.json");

    @Option(names = "--lake", paramLabel = "DIR", description = "The lake with its calls and their outcomes.")
    private @Nullable String lake;

    @Option(
            names = "--share",
            defaultValue = "0.05",
            description = "Share of its calls that are shadowed, above 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double share;

    @Option(
            names = "--average-run-length",
            paramLabel = "CALLS",
            defaultValue = "1000000",
            description = "Shadowed calls between false alarms, at least on average (default: ${DEFAULT-VALUE}).")
    private double averageRunLength;

    @Option(
            names = "--ask",
            paramLabel = "FILE",
            description = "Write a plan of the answers that are missing, for replay and replay-outcomes.")
    private @Nullable Path ask;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to write the policy, as it was or without its certificate; may be the same file.")
    private Path out = Path.of("watched.json");

    private final Clock clock;

    public DriftCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected Summary run() throws IOException {
        if (!(share > 0 && share <= 1)) {
            throw new BadInputException("--share: must be in (0, 1], was " + share);
        }
        if (!(averageRunLength > 1)) {
            throw new BadInputException("--average-run-length: must be above 1, was " + averageRunLength);
        }
        Policy policy = policy();
        Certificate certificate = certificate(policy, clock.instant());
        Settings settings = settings();
        String root = lake(lake);
        DriftResult result = SparkSessions.run("drift", spark -> {
            Lake at = Lake.at(spark, root).pinned();
            return watched(policy, certificate, new Shadow(policy, PolicyJson.id(policy), share, settings, at));
        });
        return new Summary(result.text(), result);
    }

    private Policy policy() throws IOException {
        try {
            return PolicyJson.read(policyFile);
        } catch (PolicyFormatException e) {
            throw new BadInputException(policyFile + ": " + e.getMessage(), e);
        }
    }

    private Certificate certificate(Policy policy, Instant now) {
        Certificate certificate = policy.certificate();
        if (certificate == null || !certificate.holdsAt(now)) {
            throw new BadInputException(policyFile + ": certificate: must hold to be watched, is "
                    + (certificate == null ? "not there" : certificate.stateAt(now)));
        }
        return certificate;
    }

    private DriftResult watched(Policy policy, Certificate certificate, Shadow shadow) {
        List<ShadowedCall> calls = shadow.calls();
        Watch watch = Watch.of(calls, certificate.maxQualityLoss(), averageRunLength);
        List<ShadowedCall> waiting =
                calls.stream().filter(call -> !call.isKnown()).toList();
        MissingAnswers.Asked asked = ask == null || waiting.isEmpty()
                ? MissingAnswers.NONE
                : new MissingAnswers(PolicyJson.id(policy), waiting, shadow.prompts(waiting)).writeTo(ask);
        Policy written = written(policy, certificate, watch);
        return new DriftResult(
                PolicyJson.id(written),
                PolicyJson.id(policy),
                watch.isAlarmed(),
                watch.alarmAt(),
                shadow.routedCalls(),
                calls.size(),
                watch.watched(),
                watch.moved(),
                waiting.size(),
                asked.answers(),
                asked.withoutPrompt(),
                watch.until(),
                watch.meanLoss(),
                certificate.maxQualityLoss(),
                share,
                watch.evidence(),
                averageRunLength);
    }

    private Policy written(Policy policy, Certificate certificate, Watch watch) {
        try {
            if (watch.isAlarmed()) {
                Policy withdrawn = policy.withCertificate(certificate.voided(
                        "its loss on shadowed calls exceeded what is certified, at the call of " + watch.alarmAt()));
                PolicyJson.write(withdrawn, out);
                return withdrawn;
            }
            if (!out.toAbsolutePath().equals(policyFile.toAbsolutePath())) {
                Files.copy(policyFile, out, StandardCopyOption.REPLACE_EXISTING); // a signature stays with its bytes
            }
            return policy;
        } catch (IOException e) {
            throw new BadInputException(out + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
