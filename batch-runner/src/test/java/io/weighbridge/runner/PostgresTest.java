package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.Attempt;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.JournalException;
import io.weighbridge.runner.journal.JournalListener;
import io.weighbridge.runner.journal.JournalSchema;
import io.weighbridge.runner.journal.RunInputs;
import io.weighbridge.runner.journal.RunJournal;
import io.weighbridge.runner.journal.RunLock;
import io.weighbridge.runner.journal.WorkLostException;
import io.weighbridge.samples.provider.ProviderOptions;
import io.weighbridge.samples.provider.SimulatedProvider;
import io.weighbridge.samples.truth.World;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is different where many runs share one database. */
@Timeout(120)
class PostgresTest {
    private static final String RUN = "run-1";
    private static final RunInputs INPUTS = new RunInputs("p".repeat(64), "w".repeat(64));

    @TempDir
    Path directory;

    @Test
    void runsOfTwoLakesShareADatabaseAndNotAnItem() throws Exception {
        String db = TestDatabase.POSTGRES.in(directory).url();
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.MIXED))) {
            Command north = run(provider, "north", 12, "--db", db);
            Command south = run(provider, "south", 7, "--db", db);
            Command again = run(provider, "south", 7, "--db", db, "--resume", runId(south));

            assertEquals(12, north.json().path("succeeded").asInt(), north.err());
            assertEquals(7, south.json().path("succeeded").asInt(), south.err());
            assertEquals(7, again.json().path("succeeded").asInt(), again.err());
            assertEquals(19, provider.paidCalls());
            assertEquals(
                    provider.charged(),
                    Usd.parse(north.json().path("cost_usd").asText())
                            .plus(Usd.parse(south.json().path("cost_usd").asText())));
            assertEquals(
                    12,
                    Command.idsExactlyOnce(directory.resolve("north/runs").resolve(runId(north)))
                            .size());
            assertFalse(Files.exists(
                    directory.resolve("north/runs").resolve(runId(north)).resolve(".journal.mv.db")));
        }
    }

    @Test
    void aRunIsNotBegunAnewInAnotherDatabase() throws Exception {
        String db = TestDatabase.POSTGRES.in(directory).url();
        String other = TestDatabase.POSTGRES.in(directory.resolve("other")).url();
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.MIXED))) {
            Command first = run(provider, "north", 40, "--db", db, "--budget", "0.01");
            long paid = provider.paidCalls();

            Command inAFile = run(provider, "north", 40);
            Command elsewhere = run(provider, "north", 40, "--db", other);

            assertEquals(3, first.exit(), first.err());
            assertTrue(first.err().contains(" --db '" + db + "' --resume "), first.err());
            assertEquals(1, inAFile.exit());
            assertTrue(inAFile.err().contains("has begun, and its journal is not in jdbc:h2:file:"), inAFile.err());
            assertEquals(1, elsewhere.exit());
            assertTrue(elsewhere.err().contains("has begun, and its journal is not in " + other), elsewhere.err());
            assertEquals(paid, provider.paidCalls());
            Command last = run(provider, "north", 40, "--db", db, "--budget", "1");
            assertEquals(40, last.json().path("succeeded").asInt(), last.err());
            assertEquals(40, provider.paidCalls());
        }
    }

    @Test
    void aRunOfTheSameNameInAnotherLakeIsRefused() {
        try (HikariDataSource database = TestDatabase.POSTGRES.in(directory).pool(2)) {
            JournalSchema.create(database);
            new RunJournal(database, RUN).begin(INPUTS, "north");
            new RunJournal(database, RUN).begin(INPUTS, "north");

            IllegalStateException refused = assertThrows(
                    IllegalStateException.class, () -> new RunJournal(database, RUN).begin(INPUTS, "south"));

            assertEquals("run run-1 of this database belongs to another lake", refused.getMessage());
        }
    }

    @Test
    void aRunIsHeldByOneProcessAndOneThatLostItCanRecordNothing() throws Exception {
        try (HikariDataSource database = TestDatabase.POSTGRES.in(directory).pool(6);
                Connection lookingOn = database.getConnection()) {
            JournalSchema.create(database);
            new RunJournal(database, RUN).begin(INPUTS, "north");
            RunLock first = RunLock.take(database, RUN).orElseThrow();
            assertTrue(RunLock.isHeld(lookingOn, RUN));
            assertTrue(RunLock.take(database, RUN).isEmpty());
            AttemptJournal journal = new AttemptJournal(database, RUN, first, JournalListener.NOBODY);
            journal.open(attempt(1), List.of());

            first.close();
            RunLock second = RunLock.take(database, RUN).orElseThrow();

            JournalException lost = assertThrows(JournalException.class, () -> journal.open(attempt(2), List.of()));
            assertTrue(lost.getCause() instanceof WorkLostException, lost::toString);
            assertEquals(new Usd(7), journal.charged(Scope.RUN));
            second.close();
            assertFalse(RunLock.isHeld(lookingOn, RUN));
            journal.close();
        }
    }

    private static Attempt attempt(int line) {
        return new Attempt(line, 1, 1, Instant.EPOCH, new Usd(7), null, null, null, null, null);
    }

    @Test
    void aDatabaseThatIsAwayIsAReasonToTryLater() throws Exception {
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.MIXED))) {
            Command run = run(provider, "north", 1, "--db", "jdbc:postgresql://127.0.0.1:1/none");

            assertEquals(5, run.exit());
            assertTrue(run.err().contains("the database is away: jdbc:postgresql://127.0.0.1:1/none"), run.err());
            assertEquals(0, provider.requests());
            Command list = Command.run(
                    "runs",
                    "list",
                    "--json",
                    "--lake",
                    directory.resolve("north").toString());
            assertEquals("unknown", list.json().at("/runs/0/state").asText());
        }
    }

    @Test
    void userAndPasswordComeFromVariablesAndAreNotShown() throws Exception {
        String url = TestDatabase.POSTGRES.in(directory).url();
        String withoutUser = url.replace("user=postgres&", "");
        try (SimulatedProvider provider = SimulatedProvider.start(ProviderOptions.of(7, World.MIXED))) {
            Map<String, String> environment =
                    Map.of("WEIGHBRIDGE_DB_USER", "postgres", "WEIGHBRIDGE_DB_PASSWORD", "s3cret");
            Command named = run(environment, provider, "north", 1, "--db", withoutUser);
            Command inUrl = run(provider, "south", 1, "--db", withoutUser + "&password=s3cret");
            Command other = run(provider, "south", 1, "--db", "jdbc:mysql://db/x");

            assertEquals(0, named.exit(), named.err());
            assertEquals(2, inUrl.exit());
            assertTrue(inUrl.err().contains("--db: must not hold a password; put it into WEIGHBRIDGE_DB_PASSWORD"));
            assertFalse((named.err() + named.out() + inUrl.err()).contains("s3cret"), inUrl.err());
            assertEquals(2, other.exit());
            assertTrue(
                    other.err()
                            .contains(
                                    "database: must be jdbc:postgresql://HOST/DATABASE or jdbc:h2:file:PATH, was jdbc:mysql://db/x"),
                    other.err());
        }
    }

    private static String runId(Command run) throws IOException {
        return run.json().path("run_id").asText();
    }

    private Command run(SimulatedProvider provider, String lake, int items, String... more) throws IOException {
        return run(Map.of(), provider, lake, items, more);
    }

    private Command run(
            Map<String, String> environment, SimulatedProvider provider, String lake, int items, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--json",
                "--policy",
                TestPolicy.write(directory).toString(),
                "--workload",
                TestWorkload.write(Files.createDirectories(directory.resolve("w-" + lake)), items)
                        .toString(),
                "--lake",
                directory.resolve(lake).toString(),
                "--config",
                Command.settings(directory, provider.baseUrl(), "concurrency: 8, timeout: 20s, attempts: 4")
                        .toString()));
        arguments.addAll(List.of(more));
        return Command.run(environment, "", arguments.toArray(String[]::new));
    }
}
