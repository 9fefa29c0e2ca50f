package io.weighbridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** A command that is a step: the record it leaves, the lease it holds. */
class StepTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void aStepThatIsDoneLeavesItsResult() throws Exception {
        assertEquals(0, run(() -> false));

        StepRecord record = StepRecord.read(record()).orElseThrow();
        assertEquals("night/1-weigh", record.step());
        assertEquals(StepRecord.Status.DONE, record.status());
        assertEquals("{\"calls\":3}", String.valueOf(record.result()));
    }

    @Test
    void aStepThatFailsLeavesNone() throws Exception {
        assertEquals(1, run(() -> true));

        assertTrue(StepRecord.read(record()).isEmpty());
    }

    @Test
    void aStepThatLeavesWorkSaysWhatIsDoneAndWhyTheRestIsNot() throws Exception {
        int status = run(() -> {
            throw JobFailedException.leaving(ExitStatus.BUDGET_EXHAUSTED, "no money", "more of it", Map.of("calls", 2));
        });

        StepRecord record = StepRecord.read(record()).orElseThrow();
        assertEquals(3, status);
        assertEquals(StepRecord.Status.PARTIAL, record.status());
        assertEquals(3, record.exitStatus());
        assertEquals("no money; resume with: more of it", record.message());
        assertEquals("{\"calls\":2}", String.valueOf(record.result()));
        assertTrue(record.isEnough() && !record.isSettled());
    }

    @Test
    void aStepHoldsTheLeaseWhileItWorksAndNotAfter() throws Exception {
        assertEquals(0, run(() -> {
            assertFalse(isFree(), "held by the step");
            return false;
        }));

        assertTrue(isFree());
    }

    @Test
    void aLeaseThatAnotherHoldsIsWaitedForInVain() throws Exception {
        try (Lease held = Lease.tryTake(folder.resolve("lease")).orElseThrow()) {
            JobFailedException failure = assertThrows(
                    JobFailedException.class, () -> Lease.take(folder.resolve("lease"), Duration.ofMillis(150)));

            assertEquals(ExitStatus.TRY_LATER, failure.status());
            assertEquals(
                    folder.resolve("lease") + ": another process has held this lease for 0 s", failure.getMessage());
        }
    }

    @Test
    void aChildIsToldItsStepAndLogsToItsFile() throws Exception {
        Path launcher = Files.writeString(
                folder.resolve("launcher"),
                "#!/usr/bin/env bash\necho \"$WEIGHBRIDGE_STEP $WEIGHBRIDGE_STEP_RECORD $WEIGHBRIDGE_STEP_LEASE $*\" >&2; exit 3\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));

        int status = new Commands(launcher, null)
                .step(
                        "night/1-weigh",
                        record(),
                        folder.resolve("lease"),
                        folder.resolve("log"),
                        List.of("weigh", "--lake", "l"));

        assertEquals(3, status);
        assertEquals(
                "night/1-weigh " + record() + " " + folder.resolve("lease") + " weigh --lake l --json\n",
                Files.readString(folder.resolve("log")));
    }

    @Test
    void whatIsNoRecordIsRefused() throws Exception {
        Files.writeString(record(), "{\"step\":\"night/1-weigh\"}");

        BadInputException failure = assertThrows(BadInputException.class, () -> StepRecord.read(record()));

        assertTrue(
                String.valueOf(failure.getMessage()).startsWith(record() + ": must be the record of a step: "),
                failure.getMessage());
    }

    private Path record() {
        return folder.resolve("1-weigh.json");
    }

    private boolean isFree() {
        try {
            var lease = Lease.tryTake(folder.resolve("lease"));
            if (lease.isPresent()) {
                lease.get().close();
            }
            return lease.isPresent();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int run(BooleanSupplier fails) {
        Map<String, String> environment = new HashMap<>();
        new StepContract("night/1-weigh", record(), folder.resolve("lease")).into(environment);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Application(new Console(nowhere, nowhere, environment, 0), new Weigh(fails)).run("weigh");
    }

    @Command(name = "weigh", description = "Weighs.", footer = "  weighbridge weigh")
    private static final class Weigh extends JobCommand {
        private final BooleanSupplier fails;

        Weigh(BooleanSupplier fails) {
            this.fails = fails;
        }

        @Override
        protected Summary run() {
            if (fails.getAsBoolean()) {
                throw new JobFailedException("the scales are broken", null);
            }
            return new Summary("weighed", Map.of("calls", 3));
        }
    }
}
