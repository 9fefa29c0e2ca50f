package io.weighbridge.runner.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import io.weighbridge.runner.TestDatabase;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.SharedAccounts.Cap;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leases and caps of a run that many share. */
@Timeout(120)
class SharedRunTest {
    private static final String RUN = "run-1";
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Usd WORST = new Usd(7);
    private static final List<Scope> SCOPES = List.of(Scope.RUN);
    private static final Function<Scope, Usd> NOTHING = scope -> Usd.ZERO;
    private static final int ITEMS = 400;

    @TempDir
    Path directory;

    HikariDataSource database;
    SharedRuns shared;

    @BeforeEach
    void begin() {
        database = TestDatabase.POSTGRES.in(directory).pool(12);
        JournalSchema.create(database);
        new RunJournal(database, RUN).begin(new RunInputs("p".repeat(64), "w".repeat(64)), "lake");
        List<RoutedItem> items = new ArrayList<>();
        for (long line = 1; line <= ITEMS; line++) {
            items.add(item(line));
        }
        new ItemJournal(database, RUN, Fence.NONE, JournalListener.NOBODY).accept(items);
        shared = new SharedRuns(database, RUN, Fence.NONE);
        shared.publish("{}", null);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private static RoutedItem item(long line) {
        ObjectNode body = JsonMapper.builder().build().createObjectNode().put("model", "a");
        return new RoutedItem(
                new WorkloadItem(line, "item-" + line, body), new Decision("p", "a", 1, "only", List.of("a")));
    }

    @Test
    void everyPartitionHasOneHolderAndTogetherTheyAreTheItems() throws Exception {
        shared.deal(30, List.of(new Cap(Scope.RUN, null)), NOTHING);

        List<Partition> taken = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            List<Future<List<Partition>>> all = new ArrayList<>();
            for (int worker = 0; worker < 8; worker++) {
                String name = "worker-" + worker;
                all.add(workers.submit(() -> takeAll(name)));
            }
            for (Future<List<Partition>> one : all) {
                taken.addAll(one.get());
            }
        }

        assertEquals(14, taken.size());
        assertEquals(
                ITEMS,
                taken.stream()
                        .mapToLong(partition -> partition.lastLine() - partition.firstLine() + 1)
                        .sum());
        assertEquals(
                14, taken.stream().mapToLong(Partition::firstLine).distinct().count());
        assertEquals(new SharedRuns.Round(14, 14, 0), shared.round());
    }

    private List<Partition> takeAll(String worker) {
        List<Partition> mine = new ArrayList<>();
        while (true) {
            // Two that look at the same moment may both look at the same one; the second looks again.
            Optional<Partition> next = take(worker, LONG);
            if (next.isEmpty() && shared.round().open() == shared.round().held()) {
                return mine;
            }
            next.ifPresent(mine::add);
        }
    }

    private Optional<Partition> take(String worker, Duration lease) {
        return Partition.take(database, worker, lease, null, List.of());
    }

    private Partition taken(String worker, Duration lease) {
        return take(worker, lease).orElseThrow();
    }

    @Test
    void whatADeadWorkerHeldIsTakenOverAndIfItWasNotDeadItRecordsNothingMore() throws Exception {
        shared.deal(ITEMS, List.of(new Cap(Scope.RUN, null)), NOTHING);
        Partition lost = taken("silent", SHORT);
        AttemptJournal journal = journal(lost);
        assertTrue(journal.open(attempt(1, 1), SCOPES));
        assertEquals(Optional.empty(), take("other", LONG));
        while (shared.round().held() > 0) {
            Thread.sleep(5);
        }

        Partition takenOver = taken("other", LONG);

        assertEquals(1, takenOver.firstLine());
        JournalException refused = assertThrows(JournalException.class, () -> journal.open(attempt(2, 1), SCOPES));
        assertTrue(refused.getCause() instanceof WorkLostException, refused::toString);
        assertThrows(JournalException.class, () -> journal.end(attempt(1, 1), answered(3), SCOPES));
        assertEquals(Partition.Lease.LOST, lost.renew());
        assertFalse(lost.close());
        assertEquals(Partition.Lease.RENEWED, takenOver.renew());
        AttemptJournal after = journal(takenOver);
        assertEquals(List.of(attempt(1, 1)), after.between(1, ITEMS));
        after.end(attempt(1, 1), answered(3), SCOPES);
        assertTrue(takenOver.close());
        assertEquals(new SharedRuns.Round(0, 0, ITEMS), shared.round());
        journal.close();
        after.close();
    }

    @Test
    void aLeaseThatIsRenewedIsKept() throws Exception {
        shared.deal(ITEMS, List.of(new Cap(Scope.RUN, null)), NOTHING);
        Partition kept = taken("alive", SHORT);
        for (int beat = 0; beat < 10; beat++) {
            assertEquals(Partition.Lease.RENEWED, kept.renew());
            assertEquals(Optional.empty(), take("other", LONG));
            Thread.sleep(SHORT.dividedBy(10));
        }
        shared.stop();
        assertEquals(Partition.Lease.STOPPING, kept.renew());
        kept.letGo();
        assertEquals(Optional.empty(), take("other", LONG), "a run that is to stop is not taken");
    }

    @Test
    void aWorkerThatJoinsIsCountedAtOnceAndOneThatDiedWhenItsLeaseEnds() {
        LiveWorkers workers = new LiveWorkers(database);
        assertEquals(1, workers.count("a", LONG));
        assertEquals(1, workers.count("a", LONG));
        assertEquals(2, workers.count("b", LONG));
        assertEquals(3, workers.count("dying", LONG));
        assertEquals(3, workers.count("a", LONG));
        workers.count("dying", SHORT);
        while (workers.count("a", LONG) == 3) {
            Thread.onSpinWait();
        }
        assertEquals(2, workers.count("b", LONG));
        assertEquals(
                List.of("a", "b"),
                new Sql(database).query("select name from weighbridge_worker order by name", row -> row.getString(1)));
        assertEquals(3, workers.count("dying", LONG), "it was not dead");
    }

    @Test
    void whenManyJoinAtOnceEachIsCountedByAllWhoCountAfterIt() throws Exception {
        LiveWorkers workers = new LiveWorkers(database);
        int joining = 12;
        List<Integer> counts = new ArrayList<>();
        try (ExecutorService all = Executors.newFixedThreadPool(joining)) {
            List<Future<Integer>> joined = new ArrayList<>();
            for (int worker = 0; worker < joining; worker++) {
                String name = "worker-" + worker;
                joined.add(all.submit(() -> workers.count(name, LONG)));
            }
            for (Future<Integer> one : joined) {
                counts.add(one.get());
            }
        }
        counts.sort(null);
        for (int rank = 0; rank < joining; rank++) {
            assertTrue(counts.get(rank) > rank, counts::toString);
        }
        assertEquals(joining, workers.count("worker-0", LONG));
    }

    @Test
    void aPartitionThatFailsAgainAndAgainIsAProblemOfTheRun() {
        shared.deal(ITEMS, List.of(new Cap(Scope.RUN, null)), NOTHING);
        for (int failure = 0; failure < SharedRuns.MOST_FAILURES; failure++) {
            assertTrue(shared.problem().isEmpty());
            taken("worker", LONG).fail("disk full");
        }
        assertEquals("disk full", shared.problem().orElseThrow());
        assertEquals(Optional.empty(), take("worker", LONG));
    }

    @Test
    void aRecalledRunIsNobodysAndItsWorkersRecordNothing() {
        shared.deal(ITEMS, List.of(new Cap(Scope.RUN, null)), NOTHING);
        try (AttemptJournal journal = journal(taken("worker", LONG))) {
            shared.recall();

            assertThrows(JournalException.class, () -> journal.open(attempt(1, 1), SCOPES));
            assertFalse(shared.isDealt());
        }
    }

    /** Two workers, a hundred calls at once: the cap has room for 50 at their worst, and for more as they turn out cheaper. */
    @Test
    void whateverWorkersDoAtOnceACapIsNeverExceededAndTheAccountIsTheSumOfTheAttempts() throws Exception {
        Usd cap = new Usd(7 * 50 + 6);
        Scope team = new Scope(Scope.Kind.TEAM, "care");
        shared.deal(ITEMS / 2, List.of(new Cap(Scope.RUN, cap), new Cap(team, null)), NOTHING);
        List<Scope> scopes = List.of(Scope.RUN, team);
        try (AttemptJournal first = journal(taken("a", LONG));
                AttemptJournal second = journal(taken("b", LONG));
                ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> opened = new ArrayList<>();
            for (int line = 1; line <= ITEMS; line++) {
                AttemptJournal journal = line <= ITEMS / 2 ? first : second;
                Attempt attempt = attempt(line, 1);
                opened.add(calls.submit(() -> journal.open(attempt, scopes)));
            }
            List<Integer> open = new ArrayList<>();
            for (int line = 1; line <= ITEMS; line++) {
                if (opened.get(line - 1).get()) {
                    open.add(line);
                }
            }
            assertEquals(50, open.size());
            assertEquals(50, first.between(1, ITEMS).size());
            assertEquals(new Usd(350), account(Scope.RUN));
            assertEquals(new Usd(350), first.charged(Scope.RUN));

            for (int line : open) {
                (line <= ITEMS / 2 ? first : second).end(attempt(line, 1), answered(2), scopes);
            }

            assertEquals(new Usd(100), account(Scope.RUN));
            assertEquals(new Usd(100), account(team));
            assertEquals(new Usd(100), first.charged(Scope.RUN));
            assertTrue(first.open(attempt(open.getFirst(), 2), scopes));
            assertFalse(
                    first.open(
                            attempt(open.getFirst(), 3), List.of(Scope.RUN, new Scope(Scope.Kind.DAY, "2026-11-28"))),
                    "a day without an account has no share");
        }
    }

    private Usd account(Scope scope) {
        return new Sql(database)
                .query(
                        "select charged from weighbridge_account where run_id = ? and kind = ? and name = ?",
                        row -> new Usd(row.getLong(1)),
                        RUN,
                        scope.kind().name(),
                        scope.name())
                .getFirst();
    }

    private AttemptJournal journal(Partition partition) {
        return new AttemptJournal(database, RUN, partition, JournalListener.NOBODY, new SharedAccounts(RUN));
    }

    private static Attempt attempt(int line, int number) {
        return new Attempt(line, number, 1, Instant.EPOCH, WORST, "a", null, null, null, null);
    }

    private static AttemptEnding answered(long picodollars) {
        return new AttemptEnding("answered", new Usd(picodollars), new Usd(picodollars), 200, null, 1L, null, "{}");
    }
}
