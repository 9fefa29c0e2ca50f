package io.weighbridge.routing;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be promised about a policy, and on what grounds. It binds the policy it stands in: the {@code with…} methods of
 * {@link Policy} void it.
 *
 * @param maxQualityLoss the promised bound on the mean loss of quality against the incumbents, in [0, 1]
 * @param confidence probability of the statement, in (0, 1)
 * @param certified whether the bound was shown; if not, the policy keeps the incumbents or is uncertified
 * @param voided why a shown bound no longer speaks of this policy, such as "prices changed"; {@code null} while it does
 * @param units paired units in the certification set
 * @param clusters independent clusters of those units
 * @param from start of the window of the data, inclusive
 * @param to end of the window, exclusive
 * @param expiresAt from when on it no longer holds, whatever has happened: calls and models drift
 * @param method name of the test
 * @param assumption what must hold for the statement to be true
 * @param costSaving fraction of the incumbents' cost that is saved on the certification set
 * @param realisedQualityLoss mean loss of quality on the certification set
 * @param trial the test behind it, or {@code null} if there was none
 * @param tasks the same of each task that the policy opens: each statement by itself, all of them together with
 *     {@code confidence}
 * @param agents likewise of each agent whose calls the policy moves, where the evidence tells agents
 */
public record Certificate(
        double maxQualityLoss,
        double confidence,
        boolean certified,
        @Nullable String voided,
        long units,
        long clusters,
        Instant from,
        Instant to,
        Instant expiresAt,
        String method,
        String assumption,
        OptionalDouble costSaving,
        OptionalDouble realisedQualityLoss,
        @Nullable Trial trial,
        SortedMap<String, Part> tasks,
        SortedMap<String, Part> agents) {

    public Certificate {
        Check.fraction("certificate.max_quality_loss", maxQualityLoss);
        Check.isTrue(confidence > 0 && confidence < 1, "certificate.confidence", "must be in (0, 1)", confidence);
        Check.notNegative("certificate.units", units);
        Check.isTrue(
                clusters >= 0 && clusters <= units,
                "certificate.clusters",
                "must be 0 to " + units + " units",
                clusters);
        Check.isTrue(!to.isBefore(from), "certificate.to", "must not be before " + from, to);
        Check.isTrue(
                voided == null || certified,
                "certificate.voided",
                "must be null where nothing was certified",
                String.valueOf(voided));
        costSaving.ifPresent(saving -> Check.finite("certificate.cost_saving", saving));
        realisedQualityLoss.ifPresent(loss -> Check.finite("certificate.realised_quality_loss", loss));
        tasks = Check.sorted(tasks);
        agents = Check.sorted(agents);
    }

    /** A certificate of the whole alone, without its trial. */
    public Certificate(
            double maxQualityLoss,
            double confidence,
            boolean certified,
            long units,
            long clusters,
            Instant from,
            Instant to,
            Instant expiresAt,
            String method,
            String assumption,
            OptionalDouble costSaving,
            OptionalDouble realisedQualityLoss) {
        this(
                maxQualityLoss,
                confidence,
                certified,
                null,
                units,
                clusters,
                from,
                to,
                expiresAt,
                method,
                assumption,
                costSaving,
                realisedQualityLoss,
                null,
                Check.sorted(Map.of()),
                Check.sorted(Map.of()));
    }

    /**
     * One test on one certification set.
     *
     * @param design SHA-256 of what was frozen before the set was read, 64 hexadecimal digits
     * @param set SHA-256 of the ids of the set's units, likewise
     * @param use how many procedures have read the set's units with this one, at least 1
     * @param window how many tests the procedure has made with this one, at least 1
     * @param error probability of a wrong certificate that this use may spend, in (0, 1)
     * @param pValue of the hypothesis that the policy loses more, in [0, 1]; 1 where nothing was tested
     * @param crossCheck the same by Hoeffding and Bentkus, which decides nothing
     */
    public record Trial(
            String design, String set, int use, int window, double error, double pValue, double crossCheck) {
        public Trial {
            checkHash("certificate.trial.design", design);
            checkHash("certificate.trial.set", set);
            Check.isTrue(use >= 1, "certificate.trial.use", "must be at least 1", use);
            Check.isTrue(window >= 1, "certificate.trial.window", "must be at least 1", window);
            Check.isTrue(error > 0 && error < 1, "certificate.trial.error", "must be in (0, 1)", error);
            Check.fraction("certificate.trial.p_value", pValue);
            Check.fraction("certificate.trial.cross_check", crossCheck);
        }

        private static void checkHash(String field, String hash) {
            Check.isTrue(hash.matches("[0-9a-f]{64}"), field, "must be 64 hexadecimal digits", hash);
        }
    }

    /**
     * A statement about the calls of one task or agent.
     *
     * @param maxQualityLoss the bound for this part, in [0, 1]
     * @param certified whether it was shown
     * @param units paired units of the part
     * @param clusters independent clusters of them
     * @param pValue in [0, 1]; 1 where there were too few clusters to test
     * @param crossCheck the same by Hoeffding and Bentkus
     * @param costSaving fraction of the incumbent's cost on the part
     * @param realisedQualityLoss mean on the part
     */
    public record Part(
            double maxQualityLoss,
            boolean certified,
            long units,
            long clusters,
            double pValue,
            double crossCheck,
            OptionalDouble costSaving,
            double realisedQualityLoss) {
        public Part {
            Check.fraction("certificate.part.max_quality_loss", maxQualityLoss);
            Check.notNegative("certificate.part.units", units);
            Check.isTrue(
                    clusters >= 0 && clusters <= units,
                    "certificate.part.clusters",
                    "must be 0 to " + units + " units",
                    clusters);
            Check.fraction("certificate.part.p_value", pValue);
            Check.fraction("certificate.part.cross_check", crossCheck);
            costSaving.ifPresent(saving -> Check.finite("certificate.part.cost_saving", saving));
            Check.finite("certificate.part.realised_quality_loss", realisedQualityLoss);
        }
    }

    /** Whether the bound was shown and still speaks of the policy at a time. An expired certificate is as good as a void one. */
    public boolean holdsAt(Instant time) {
        return isInForce() && time.isBefore(expiresAt);
    }

    /** Whether it holds at a time, and if not, why, in words. */
    public String stateAt(Instant time) {
        if (!certified) {
            return "not certified";
        }
        if (voided != null) {
            return "void: " + voided;
        }
        return (holdsAt(time) ? "certified until " : "expired at ") + expiresAt;
    }

    private boolean isInForce() {
        return certified && voided == null;
    }

    /** The same, no longer valid; one that was not shown or is void stays as it is. */
    public Certificate voided(String why) {
        if (!isInForce()) {
            return this;
        }
        return new Certificate(
                maxQualityLoss,
                confidence,
                certified,
                why,
                units,
                clusters,
                from,
                to,
                expiresAt,
                method,
                assumption,
                costSaving,
                realisedQualityLoss,
                trial,
                tasks,
                agents);
    }
}
