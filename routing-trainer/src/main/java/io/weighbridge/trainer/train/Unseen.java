package io.weighbridge.trainer.train;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.routing.Policy;
import io.weighbridge.routing.Provenance;
import io.weighbridge.tokenlog.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which evidence a policy has not been fitted or selected on. A training deals clusters to its parts by a hash of seed and
 * name alone, so the clusters of the certification part are known without the training set; with it, clusters that it did
 * not have are known to be new as well. Probes of a candidate that joined later are named in the policy.
 *
 * @param how in words, for the record
 */
record Unseen(long seed, Optional<Set<String>> trainedClusters, Set<String> probes, String how) {
    /** Note of the provenance that names the clusters of probes, by the beginning of their hashes. */
    static final String PROBES_NOTE = "probe_clusters";

    private static final int HASH_DIGITS = 16;

    /**
     * @param lake where the audit of the policy is looked for
     * @throws BadInputException if the policy does not say how its training was split
     */
    static Unseen by(Policy policy, Path lake) throws IOException {
        Provenance provenance = policy.provenance();
        String split = provenance.notes().get("split");
        if (!Split.METHOD.equals(split)) {
            throw new BadInputException("policy: provenance.notes.split: must be \"" + Split.METHOD
                    + "\", or nothing tells what it was fitted on, was \"" + split + "\"");
        }
        Set<String> probes = Arrays.stream(
                        provenance.notes().getOrDefault(PROBES_NOTE, "").split(" "))
                .filter(probe -> !probe.isEmpty())
                .collect(Collectors.toSet());
        String audit = provenance.auditId();
        Optional<Path> trained = audit == null ? Optional.empty() : new LakeAudits(lake).trainingSetIfThere(audit);
        String dealt = "clusters that seed " + provenance.seed() + " deals to the certification part";
        if (trained.isEmpty()) {
            return new Unseen(
                    provenance.seed(),
                    Optional.empty(),
                    probes,
                    dealt + ", which its training neither fits nor selects on");
        }
        Set<String> clusters = new HashSet<>();
        TrainingSet.read(trained.get()).units().forEach(unit -> clusters.add(unit.clusterId()));
        return new Unseen(
                provenance.seed(),
                Optional.of(clusters),
                probes,
                dealt + ", and clusters that audit " + audit + " lacks");
    }

    boolean includes(String cluster) {
        boolean isNew = trainedClusters.isPresent() && !trainedClusters.get().contains(cluster);
        return (isNew || Split.certifies(seed, cluster)) && !probes.contains(probe(cluster));
    }

    /** How the provenance names a cluster. */
    static String probe(String cluster) {
        return Sha256.hex(cluster).substring(0, HASH_DIGITS);
    }
}
