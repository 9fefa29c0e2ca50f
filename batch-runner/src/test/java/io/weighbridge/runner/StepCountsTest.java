package io.weighbridge.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.runner.FakeProvider.Behaviour;
import io.weighbridge.runner.job.RunEnd;
import io.weighbridge.runner.job.RunEnd.StepCounts;
import io.weighbridge.runner.job.RunLauncher;
import io.weighbridge.runner.workload.Routing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Spring Batch read, wrote and skipped, restarts and second runs included. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class StepCountsTest {
    @Parameter
    TestDatabase database = TestDatabase.H2;

    @TempDir
    Path directory;

    FakeProvider provider;

    @BeforeEach
    void startProvider() throws IOException {
        provider = FakeProvider.start((prompt, arrival) -> Behaviour.ANSWER);
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    @Test
    void goodLinesAreReadAndWrittenBadOnesSkipped() throws Exception {
        Path workload = TestWorkload.write(directory, 10);
        Files.writeString(workload, "not json\n" + TestWorkload.line(3) + "\n\n", StandardOpenOption.APPEND);

        RunEnd end = TestRun.of(directory.resolve("run"), workload, provider.baseUrl())
                .withDatabase(database)
                .run();

        assertEquals(new StepCounts(12, 10, 2, 0), end.steps().get("accept"));
        assertEquals(new StepCounts(10, 10, 0, 0), end.steps().get("answer"));
        assertEquals(12, end.summary().orElseThrow().items());
        assertEquals(2, end.summary().orElseThrow().failed());
    }

    @Test
    void aSecondRunReadsEverythingAnew() throws Exception {
        Path workload = TestWorkload.write(directory, 10);

        RunEnd first = TestRun.of(directory.resolve("first"), workload, provider.baseUrl())
                .withDatabase(database)
                .run();
        RunEnd second = TestRun.of(directory.resolve("second"), workload, provider.baseUrl())
                .withDatabase(database)
                .run();

        assertEquals(new StepCounts(10, 10, 0, 0), first.steps().get("answer"));
        assertEquals(first.steps(), second.steps());
        assertEquals(2, provider.arrivals("Question number 4"));
    }

    /** Spring Batch begins a job by two transactions, and a process may die between them. */
    @Test
    void aJobThatWasMadeAndNeverExecutedIsBegunAnew() throws Exception {
        Path workload = TestWorkload.write(directory, 10);
        TestRun run = TestRun.of(directory.resolve("run"), workload, provider.baseUrl())
                .withDatabase(database);
        Routing failing = item -> {
            throw new IllegalStateException("no route");
        };
        assertTrue(run.withRouting(failing).run().summary().isEmpty());
        try (Connection connection = database.in(directory.resolve("run")).connect();
                Statement statement = connection.createStatement()) {
            for (String table : List.of(
                    "step_execution_context",
                    "step_execution",
                    "job_execution_context",
                    "job_execution_params",
                    "job_execution")) {
                statement.execute("delete from batch_" + table);
            }
        }

        assertEquals(10, run.run().summary().orElseThrow().succeeded());
    }

    @Test
    void aFailedChunkIsReadAgainFromItsStartByTheRestart() throws Exception {
        Path workload = TestWorkload.write(directory, 2_500);
        Routing failing = item -> {
            if (item.customId().equals("item-1700")) {
                throw new IllegalStateException("routing failed at item-1700");
            }
            return TestRun.TO_MODEL.route(item);
        };
        TestRun run = TestRun.of(directory.resolve("run"), workload, provider.baseUrl())
                .withDatabase(database);

        RunEnd failed = run.withRouting(failing).run();
        RunEnd restarted = run.run();

        assertEquals(
                "routing failed at item-1700",
                Objects.requireNonNull(failed.cause()).getMessage());
        StepCounts accept = Objects.requireNonNull(failed.steps().get("accept"));
        assertEquals(1_000, accept.written());
        assertEquals(1, accept.rollbacks());
        assertEquals(new StepCounts(1_500, 1_500, 0, 0), restarted.steps().get("accept"));
        assertEquals(new StepCounts(2_500, 2_500, 0, 0), restarted.steps().get("answer"));
        assertEquals(2_500, restarted.summary().orElseThrow().succeeded());
    }

    @Test
    void theSameStepsReadAgainWhenTheyRunAgainInOneProcess() throws Exception {
        Path workload = TestWorkload.write(directory, 300);
        try (FakeProvider lockedOut =
                        FakeProvider.start((prompt, arrival) -> arrival == 1 ? Behaviour.WRONG_KEY : Behaviour.ANSWER);
                RunLauncher launcher = TestRun.of(directory.resolve("run"), workload, lockedOut.baseUrl())
                        .withDatabase(database)
                        .open()) {
            RunEnd last = launcher.run();
            assertTrue(last.summary().isEmpty());
            for (int restart = 0; restart < 300 && last.summary().isEmpty(); restart++) {
                last = launcher.run();
            }

            assertEquals(300, last.summary().orElseThrow().succeeded());
        }
    }
}
