package io.weighbridge.cli;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.ModelLimits;
import io.weighbridge.tokenlog.Usd;
import io.weighbridge.tokenlog.privacy.HashKey;
import io.weighbridge.tokenlog.privacy.Redaction;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code weighbridge.yaml} can say. Flags outrank the environment, which outranks the file, which
 * outranks {@link #defaults()}. Secrets are never in here, only the names of the environment variables that hold them.
 *
 * @param lake directory or Hadoop file-system URI of the lake; null if not configured
 * @param prices price books to lay over the built-in one, later ones first
 * @param aliases name in the logs to name in the price book
 * @param incumbents task to the model that serves it today; other tasks: the model with the largest spend
 * @param candidates models that could serve instead of an incumbent
 * @param qualityScores scores found in logs that measure quality, by label source or last part of it
 * @param tasks rules that give a call without a task its task; the first that matches wins
 * @param providers name to endpoint
 * @param limits how hard to press a provider
 * @param budget the most that one run may spend; null is no limit
 * @param verifiers what answers must pass, by task
 * @param reuse answers that need no call
 * @param metrics where a run shows its metrics
 * @param planning what a plan for a deadline assumes
 * @param caps hard caps of a day, and of tenants, teams, agents and models within a run
 * @param text whether prompt and response text is stored in the lake
 * @param featureShare share of the calls without a label whose prompt features are kept where text is not, 0 to 1
 * @param redact what is taken out of prompts, responses and labels before anything is stored
 * @param database where the runner keeps its state; null is an embedded file database
 * @param cacheHours how long an audit assumes that a cached answer could be used again
 * @param prefixCacheMinutes how long an audit assumes that providers keep the beginning of a prompt after its last use
 * @param batchTasks tasks that can wait a day for their answers
 * @param hosting models that could be hosted in place of being bought by the token
 * @param anomalies how unusual a day must be to be reported
 * @param modelLimits what models can take and do, over what the price books say
 * @param certificateDays how long a certificate holds
 * @param nightly what every night does
 */
public record Settings(
        @Nullable String lake,
        List<Path> prices,
        Map<String, String> aliases,
        Map<String, String> incumbents,
        List<String> candidates,
        List<String> qualityScores,
        List<TaskRule> tasks,
        Map<String, ProviderSettings> providers,
        CallLimits limits,
        @Nullable Usd budget,
        Map<String, List<AnswerCheck>> verifiers,
        ReuseSettings reuse,
        MetricsSettings metrics,
        PlanningSettings planning,
        SpendCaps caps,
        TextRetention text,
        double featureShare,
        List<Redaction> redact,
        @Nullable DatabaseSettings database,
        int cacheHours,
        int prefixCacheMinutes,
        List<String> batchTasks,
        List<HostedModel> hosting,
        AnomalySettings anomalies,
        Map<String, ModelLimits> modelLimits,
        int certificateDays,
        NightlySettings nightly) {
    public Settings {
        prices = List.copyOf(prices);
        aliases = Map.copyOf(aliases);
        incumbents = Map.copyOf(incumbents);
        candidates = List.copyOf(candidates);
        qualityScores = List.copyOf(qualityScores);
        tasks = List.copyOf(tasks);
        providers = Map.copyOf(providers);
        redact = List.copyOf(redact);
        batchTasks = List.copyOf(batchTasks);
        hosting = List.copyOf(hosting);
        modelLimits = Map.copyOf(modelLimits);
        verifiers = Map.copyOf(verifiers);
    }

    /** What holds where nothing is configured: no lake, built-in prices, no candidates, text is kept. */
    public static Settings defaults() {
        return new Settings(
                null,
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                CallLimits.defaults(),
                null,
                Map.of(),
                ReuseSettings.none(),
                MetricsSettings.none(),
                PlanningSettings.defaults(),
                SpendCaps.none(),
                TextRetention.KEEP,
                0.01,
                List.of(),
                null,
                24,
                5,
                List.of(),
                List.of(),
                AnomalySettings.defaults(),
                Map.of(),
                30,
                NightlySettings.defaults());
    }

    /**
     * What is kept of prompts and answers; the key of the hashes comes from the environment.
     *
     * @param retention the setting, or the flag that outranks it
     * @throws BadInputException if the key is too short
     */
    public TextPolicy texts(TextRetention retention, Map<String, String> environment) {
        if (retention == TextRetention.KEEP) {
            return TextPolicy.keep(redact);
        }
        try {
            HashKey key = HashKey.of(environment).orElse(null);
            return retention == TextRetention.FEATURES
                    ? TextPolicy.features(key, redact)
                    : TextPolicy.none(key, redact);
        } catch (InvalidRecordException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads the settings.
     *
     * @param file the file to read; null is {@code WEIGHBRIDGE_CONFIG}, else {@code ./weighbridge.yaml} if it exists
     * @param environment variables; {@code WEIGHBRIDGE_LIMITS='{attempts: 2}'} replaces the file's {@code limits}, and
     *     so for every key
     * @throws BadInputException naming file, line, key, rule and value
     */
    public static Settings load(@Nullable Path file, Map<String, String> environment) {
        return new SettingsReader(file, environment).read();
    }
}
