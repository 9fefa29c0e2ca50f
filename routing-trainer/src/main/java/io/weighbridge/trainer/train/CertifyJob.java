package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Certificate;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.PolicyJson;
import io.weighbridge.routing.Rule;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tests an existing policy on evidence that it was neither fitted nor selected on, and writes it with what was found. A
 * policy that does not pass keeps its incumbents, as after a training.
 */
public final class CertifyJob {
    private final Path lake;
    private final InstantSource clock;

    public CertifyJob(Path lake, InstantSource clock) {
        this.lake = lake;
        this.clock = clock;
    }

    /**
     * @param audit null is the latest finished one
     * @param out where the policy is written
     * @throws BadInputException if the policy changes nothing, explores, or does not say what it was fitted on
     */
    public CertifyResult run(Path policyFile, @Nullable String audit, TrainOptions options, Path out)
            throws IOException {
        Policy policy = PolicyFiles.read(policyFile);
        requireTestable(policyFile, policy);
        LakeAudits.TrainingFile source = new LakeAudits(lake).trainingSet(audit);
        TrainingSet set = TrainingSet.read(source.file());
        Unseen unseen = Unseen.by(policy, lake);
        PolicyEvidence evidence = PolicyEvidence.of(policy, set);
        World world = evidence.world();
        List<int[]> clusters = evidence.clusters(
                options.seed(), unit -> unseen.includes(world.unit(unit).clusterId()));
        CertificationSet certificationSet = new CertificationSet(world, clusters, evidence::isMeasured);
        Instant now = clock.instant();
        Certificate certificate =
                certificate(policy, evidence, certificationSet, Agents.read(source.file()), source.id(), options, now);
        Policy certified = written(policy, certificate, options.uncertified());
        PolicyJson.write(certified, out);
        return new CertifyResult(
                PolicyJson.id(certified),
                PolicyJson.id(policy),
                source.id(),
                unseen.how(),
                set.units().size() - certificationSet.units(),
                Certificates.result(certificate, certified.isUncertified(now)));
    }

    private static void requireTestable(Path file, Policy policy) {
        if (policy.rule() instanceof Rule.IncumbentOnly) {
            throw new BadInputException(file + ": rule: must not be incumbent-only; such a policy promises nothing");
        }
        if (policy.exploration() > 0) {
            throw new BadInputException(
                    file + ": exploration: must be 0 for a certificate, was " + policy.exploration());
        }
    }

    private Certificate certificate(
            Policy policy,
            PolicyEvidence evidence,
            CertificationSet set,
            Agents agents,
            String audit,
            TrainOptions options,
            Instant now)
            throws IOException {
        World world = evidence.world();
        List<String> units =
                set.unitNumbers().mapToObj(unit -> world.unit(unit).unitId()).toList();
        if (set.clusters() < CertificationSet.LEAST_CLUSTERS) {
            throw new BadInputException("audit " + audit + ": must have at least " + CertificationSet.LEAST_CLUSTERS
                    + " clusters that the policy has not seen and that all its models answered, has " + set.clusters());
        }
        String design = design(policy, options);
        CertificationLedger.Test test =
                new CertificationLedger.Test(design, design, "certify " + PolicyJson.id(policy) + " on audit " + audit);
        CertificationLedger.Use use = new CertificationLedger(lake).record(units, test, now);
        double error = use.share(1 - options.confidence());
        Certification.Plan plan = new Certification.Plan(
                List.of(evidence::chosen), options.maxQualityLoss(), options.taskMaxQualityLoss(), error, 1);
        Certification certification = Certification.of(world, set, agents, plan);
        return Certificates.of(
                certification,
                set,
                options,
                Certificates.trial(certification, design, use, error),
                set.unitNumbers().mapToObj(world::unit).toList(),
                now);
    }

    /** The policy without what earlier tests found, and what is asked of it now. */
    private static String design(Policy policy, TrainOptions options) {
        Map<String, Double> own = new TreeMap<>(options.taskMaxQualityLoss());
        return Sha256.hex(List.of(
                Sha256.hex(PolicyJson.toBytes(policy.withCertificate(null))),
                "max-quality-loss " + options.maxQualityLoss() + " " + own,
                "confidence " + options.confidence()));
    }

    private static Policy written(Policy policy, Certificate certificate, boolean uncertified) {
        Policy kept = certificate.certified() || uncertified ? policy : policy.withRule(new Rule.IncumbentOnly());
        return kept.withCertificate(certificate);
    }
}
