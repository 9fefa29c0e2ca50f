package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.ModelLimits;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void theExampleFileIsReadWhole() {
        Path example = Path.of(System.getProperty("weighbridge.root"), "weighbridge.example.yaml");

        Settings settings = Settings.load(example, Map.of());

        assertEquals(example.resolveSibling("lake").toString(), settings.lake());
        assertEquals(List.of(example.resolveSibling("prices/negotiated.json")), settings.prices());
        assertEquals("gpt-5", settings.aliases().get("prod-chat-large"));
        assertEquals(Map.of("bill-explanation", "gpt-5"), settings.incumbents());
        assertEquals(List.of("gpt-5-mini", "gpt-5-nano"), settings.candidates());
        assertEquals(3, settings.tasks().size());
        assertEquals(
                new ProviderSettings(
                        URI.create("https://api.openai.com/v1"),
                        "OPENAI_API_KEY",
                        List.of("gpt-5", "gpt-5-mini", "gpt-5-nano"),
                        ProviderApi.OPENAI,
                        new BigDecimal("0.5"),
                        List.of()),
                settings.providers().get("openai"));
        assertEquals(
                ProviderApi.ANTHROPIC,
                Objects.requireNonNull(settings.providers().get("anthropic")).api());
        assertEquals(
                new CallLimits(
                        16,
                        OptionalInt.of(600),
                        OptionalInt.of(2_000_000),
                        Duration.ofMinutes(2),
                        4,
                        Duration.ofMinutes(1)),
                settings.limits());
        assertEquals(Usd.parse("25.00"), settings.budget());
        assertEquals(
                List.of(new AnswerCheck.JsonSchema(example.resolveSibling("schemas/fields.json"))),
                settings.verifiers().get("field-extraction"));
        assertEquals(
                new AnswerCheck.Command(
                        List.of(example.resolveSibling("./check-sql").toString(), "--read-only"),
                        Duration.ofSeconds(30)),
                Objects.requireNonNull(settings.verifiers().get("nl-to-sql")).get(1));
        assertEquals(
                List.of(
                        new AnswerCheck.MinConfidence(0.8),
                        new AnswerCheck.Judge("gpt-5", "It names every charge that the customer asks about.")),
                settings.verifiers().get("bill-explanation"));
        assertEquals(
                new ReuseSettings(Duration.ofHours(24), example.resolveSibling("answers.jsonl")), settings.reuse());
        assertEquals(
                new MetricsSettings("127.0.0.1", 9464, example.resolveSibling("weighbridge.prom")), settings.metrics());
        assertEquals(PlanningSettings.defaults(), settings.planning());
        assertEquals(
                new NightlySettings(List.of(example.resolveSibling("exports").toString()), 90, 0.01, 0.95),
                settings.nightly());
        assertEquals(
                new SpendCaps(
                        Usd.parse("100.00"),
                        Map.of("north", Usd.parse("40.00")),
                        Map.of("care", Usd.parse("10.00")),
                        Map.of("summarizer", Usd.parse("5.00")),
                        Map.of("gpt-5", Usd.parse("20.00"))),
                settings.caps());
        assertEquals(TextRetention.KEEP, settings.text());
        assertEquals(0.01, settings.featureShare());
        assertEquals(new AnomalySettings(1, 8), settings.anomalies());
        assertEquals(
                Map.of("own-llama-70b", new ModelLimits(32_000L, 4_096L, Set.of("tools"), Set.of("eu"))),
                settings.modelLimits());
        assertEquals(30, settings.certificateDays());
        assertEquals(
                new DatabaseSettings(
                        "jdbc:postgresql://db.example.com/weighbridge",
                        "WEIGHBRIDGE_DB_USER",
                        "WEIGHBRIDGE_DB_PASSWORD"),
                settings.database());
    }

    @Test
    void anEmptyFileMeansTheDefaults() throws IOException {
        assertEquals(Settings.defaults(), load("# nothing\n"));
        assertEquals(Settings.defaults(), load("lake:\nlimits:\n"));
    }

    @Test
    void aVerifierIsOneCheck() {
        BadInputException two = assertThrows(
                BadInputException.class, () -> load("verifiers:\n  triage:\n    - {matches: a, exact: b.jsonl}\n"));

        assertEquals(
                folder.resolve("weighbridge.yaml")
                        + ":3: verifiers.triage[0]: must have one of json_schema, matches, exact, number, command,"
                        + " min_confidence, judge, a timeout only with command, and criteria only with judge",
                two.getMessage());
    }

    @Test
    void metricsAreShownSomewhere() throws IOException {
        assertMistake("metrics: {host: localhost}\n", ":1: metrics: must have a port or a file");
    }

    @Test
    void aTaskWithVerifiersHasAtLeastOneAndAtMostOneJudge() throws IOException {
        assertMistake("verifiers: {triage: []}\n", ":1: verifiers.triage: must have a check");
        assertMistake(
                "verifiers: {triage: [{judge: a}, {judge: b}]}\n", ":1: verifiers.triage: must have one judge at most");
        assertMistake(
                "verifiers: {triage: [{min_confidence: 0}]}\n",
                ":1: verifiers.triage[0].min_confidence: must be a number above 0 and at most 1, was 0");
    }

    @Test
    void aBatchDiscountMustLeaveAPrice() {
        BadInputException all = assertThrows(
                BadInputException.class,
                () -> load("providers:\n  p:\n    base_url: http://127.0.0.1/v1\n    batch_discount: 1\n"));

        assertEquals(
                folder.resolve("weighbridge.yaml")
                        + ":4: providers.p.batch_discount: must be a number from 0 to less than 1, was 1",
                all.getMessage());
    }

    @Test
    void aBatchCommandMustTakeAFileAndWriteOne() throws IOException {
        String provider = "providers:\n  p:\n    base_url: http://127.0.0.1/v1\n";

        ProviderSettings settings = Objects.requireNonNull(
                load(provider + "    batch_command: [vllm, run-batch, -i, '{input}', '-o={output}']\n")
                        .providers()
                        .get("p"));
        assertEquals(List.of("vllm", "run-batch", "-i", "{input}", "-o={output}"), settings.batchCommand());
        assertEquals(BigDecimal.ZERO, settings.batchDiscount());
        assertMistake(
                provider + "    batch_command: [vllm, '{input}']\n",
                ":4: providers.p.batch_command: must have an argument with {output}, was vllm {input}");
        assertMistake(
                provider + "    api: anthropic\n    batch_command: [vllm, '{input}', '{output}']\n",
                ":5: providers.p.batch_command: must not be set for api anthropic: its files have OpenAI's lines");
    }

    @Test
    void falseAlarmsMustBeANumberThatCanBeExpected() throws IOException {
        assertEquals(
                new AnomalySettings(0.5, 8),
                load("anomalies: {false_alarms_per_month: 0.5}\n").anomalies());

        BadInputException none =
                assertThrows(BadInputException.class, () -> load("anomalies:\n  false_alarms_per_month: 0\n"));

        assertEquals(
                folder.resolve("weighbridge.yaml")
                        + ":2: anomalies.false_alarms_per_month: must be a number above 0 and at most 30, was 0",
                none.getMessage());
    }

    @Test
    void theEnvironmentOutranksTheFile() throws IOException {
        Path file = write("lake: /from/file\ncandidates: [a]\nlimits: {attempts: 2}\n");

        Settings settings = Settings.load(
                file,
                Map.of(
                        "WEIGHBRIDGE_LAKE", "s3a://bucket/lake",
                        "WEIGHBRIDGE_CANDIDATES", "[b, c]",
                        "WEIGHBRIDGE_JAVA_OPTS", "-Xmx1g"));

        assertEquals("s3a://bucket/lake", settings.lake());
        assertEquals(List.of("b", "c"), settings.candidates());
        assertEquals(2, settings.limits().attempts());
    }

    @Test
    void theEnvironmentNamesTheFile() throws IOException {
        Path file = write("text: none\n");

        assertEquals(
                TextRetention.NONE,
                Settings.load(null, Map.of("WEIGHBRIDGE_CONFIG", file.toString()))
                        .text());
    }

    @Test
    void aRelativeLakeCountsFromTheFilesFolder() throws IOException {
        assertEquals(
                folder.resolve("data/lake").toString(),
                load("lake: data/lake\n").lake());
        assertEquals("/data/lake", load("lake: /data/lake\n").lake());
    }

    @Test
    void aTaskRuleMatchesWhereAllItsConditionsHold() throws IOException {
        TaskRule rule = load("tasks: [{task: sql, application: bi, label.env: prod, prompt_matches: '(?i)select'}]\n")
                .tasks()
                .get(0);

        assertEquals(true, rule.matches("bi", Map.of("env", "prod", "x", "y"), "please SELECT"));
        assertEquals(false, rule.matches("crm", Map.of("env", "prod"), "please SELECT"));
        assertEquals(false, rule.matches("bi", Map.of("env", "test"), "please SELECT"));
        assertEquals(false, rule.matches("bi", Map.of("env", "prod"), null));
    }

    @Test
    void aHostedModelReplacesNothingAndHasABurstOfTwoUnlessItIsSaid() throws IOException {
        assertEquals(
                List.of(new HostedModel("own", List.of(), 2), new HostedModel("large", List.of("a", "b"), 1.5)),
                load("hosting: [{model: own}, {model: large, replaces: [a, b], burst: 1.5}]\n")
                        .hosting());
    }

    @Test
    void aDatabaseMayBeItsUrlAlone() throws IOException {
        DatabaseSettings database = load("database: jdbc:h2:file:/state\n").database();

        assertEquals(new DatabaseSettings("jdbc:h2:file:/state", null, null), database);
    }

    @Test
    void everyMistakeNamesFileLineKeyRuleAndValue() throws IOException {
        assertMistake("feature_share: 1.5\n", ":1: feature_share: must be a number from 0 to 1, was 1.5");
        assertMistake(
                "text: keep\nlakes: x\n",
                ":2: lakes: is no key here, must be one of lake, prices, aliases, "
                        + "incumbents, candidates, quality_scores, tasks, providers, limits, budget_usd, verifiers, reuse, metrics, planning, caps_usd, text, feature_share, redact, database, cache_hours, prefix_cache_minutes, batch_tasks, hosting, anomalies, model_limits, certificate_days, nightly");
        assertMistake(
                "model_limits:\n  m:\n    max_input_tokens: 0\n",
                ":3: model_limits.m.max_input_tokens: must be a whole number from 1 to 2147483647, was 0");
        assertMistake("certificate_days: 400\n", ":1: certificate_days: must be a whole number from 1 to 366, was 400");
        assertMistake(
                "prefix_cache_minutes: 0\n", ":1: prefix_cache_minutes: must be a whole number from 1 to 1440, was 0");
        assertMistake(
                "hosting: [{model: own, burst: 0.5}]\n",
                ":1: hosting[0].burst: must be a number from 1 to 100, was 0.5");
        assertMistake("hosting: [{replaces: [a]}]\n", ":1: hosting[0]: must have a model");
        assertMistake("candidates: gpt-5\n", ":1: candidates: must be a list, was gpt-5");
        assertMistake("candidates:\n  - a\n  - {b: c}\n", ":3: candidates[1]: must be a text, was a mapping");
        assertMistake("aliases: [a]\n", ":1: aliases: must be a mapping of keys to values, was a list");
        assertMistake("text: some\n", ":1: text: must be keep, features or none, was some");
        assertMistake("budget_usd: lots\n", ":1: budget_usd: must be an amount of US dollars such as 25.00, was lots");
        assertMistake("budget_usd: -1\n", ":1: budget_usd: must be more than 0, was -1.000000000000");
        assertMistake("limits:\n  attempts: 0\n", ":2: limits.attempts: must be a whole number from 1 to 20, was 0");
        assertMistake(
                "limits:\n  timeout: 60\n", ":2: limits.timeout: must be a duration such as 500ms, 60s or 2m, was 60");
        assertMistake(
                "limits: {speed: 1}\n",
                ":1: limits.speed: is no key here, must be one of concurrency, requests_per_minute, tokens_per_minute, timeout, attempts, batch_poll");
        assertMistake("providers:\n  p: {models: [a]}\n", ":2: providers.p: must have a base_url");
        assertMistake(
                "providers:\n  p: {base_url: 'ftp://x'}\n",
                ":2: providers.p.base_url: must be an http or https URL, was ftp://x");
        assertMistake(
                "tasks:\n  - task: t\n",
                ":2: tasks[0]: must have a task and at least one of application, label.KEY, prompt_matches");
        assertMistake(
                "tasks: [{task: t, prompt_matches: '('}]\n",
                ":1: tasks[0].prompt_matches: must be a regular expression, was (");
        assertMistake("database: postgres\n", ":1: database: must be a JDBC URL, was postgres");
    }

    @Test
    void aKeyGivenTwiceIsAMistake() throws IOException {
        assertMistake("lake: a\nlake: b\n", ":2: lake: must be given once, was given again");
    }

    @Test
    void whatIsNotYamlNamesItsLine() throws IOException {
        Path file = write("lake: a\ncandidates: [a\ntext: keep\n");

        BadInputException mistake = assertThrows(BadInputException.class, () -> Settings.load(file, Map.of()));

        assertEquals(file + ":3: not YAML: expected ',' or ']', but got :", mistake.getMessage());
    }

    @Test
    void aMistakeInTheEnvironmentNamesTheVariable() {
        BadInputException mistake = assertThrows(
                BadInputException.class, () -> Settings.load(null, Map.of("WEIGHBRIDGE_LIMITS", "{attempts: x}")));

        assertEquals(
                "WEIGHBRIDGE_LIMITS:1: limits.attempts: must be a whole number from 1 to 20, was x",
                mistake.getMessage());
    }

    @Test
    void aSecretInThePlaceOfAVariablesNameIsRefusedWithoutRepeatingIt() throws IOException {
        assertMistake(
                "providers: {p: {base_url: 'https://x.example', api_key_env: sk-123-456}}\n",
                ":1: providers.p.api_key_env: must be the name of an environment variable");
        assertMistake(
                "database: jdbc:postgresql://db/w?user=u&password=hunter2\n",
                ":1: database: must not hold a password; name a variable in database.password_env");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("none.yaml");

        BadInputException mistake = assertThrows(BadInputException.class, () -> Settings.load(missing, Map.of()));

        assertEquals(missing + ": cannot be read: NoSuchFileException", mistake.getMessage());
    }

    @Test
    void withoutAFileNothingIsConfigured() {
        assertNull(Settings.load(null, Map.of()).lake());
    }

    private void assertMistake(String yaml, String expectedAfterFile) throws IOException {
        Path file = write(yaml);

        BadInputException mistake = assertThrows(BadInputException.class, () -> Settings.load(file, Map.of()));

        assertEquals(file + expectedAfterFile, mistake.getMessage());
    }

    private Settings load(String yaml) throws IOException {
        return Settings.load(write(yaml), Map.of());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("weighbridge.yaml"), yaml);
    }
}
