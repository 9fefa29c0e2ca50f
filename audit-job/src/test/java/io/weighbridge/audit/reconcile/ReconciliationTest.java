package io.weighbridge.audit.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.audit.reconcile.Invoice.Cell;
import io.weighbridge.cli.BadInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconciliationTest {
    private static final LocalDate DAY = LocalDate.parse("2026-10-31");

    @TempDir
    Path folder;

    private final SortedMap<Cell, BigDecimal> bill = new TreeMap<>();
    private final SortedMap<Cell, LakeCell> lake = new TreeMap<>();

    @Test
    void equalSumsNeedNoReason() {
        bill.put(cell(0), usd("1.5"));
        lake.put(cell(0), known("1.500000000000"));
        assertEquals(Map.of(), reasons());
    }

    @Test
    void aDayThatOneSideLacksIsMissingThere() {
        bill.put(cell(0), usd("1"));
        lake.put(cell(5), known("2"));
        assertEquals(Map.of(Reason.MISSING_IN_LAKE, usd("1"), Reason.MISSING_IN_BILL, usd("-2")), reasons());
    }

    @Test
    void moneyOfTheFirstHoursMayBeOnTheBillOfTheDayBefore() {
        bill.put(cell(0), usd("1.3"));
        bill.put(cell(1), usd("0.5"));
        lake.put(cell(0), known("1"));
        lake.put(cell(1), new LakeCell(1, usd("1"), usd("0.2"), usd("0"), 0, usd("0"), 0, usd("0")));

        Reconciliation result = Reconciliation.of(bill, lake);

        assertEquals(
                Map.of(Reason.DAY_SHIFT, usd("0.2"), Reason.REST, usd("0.1")),
                result.lines().get(0).reasons());
        assertEquals(
                Map.of(Reason.DAY_SHIFT, usd("-0.2"), Reason.REST, usd("-0.3")),
                result.lines().get(1).reasons());
    }

    @Test
    void aBillOfComputedCostsExplainsWhatTheLogBilledOtherwise() {
        bill.put(cell(0), usd("3"));
        lake.put(cell(0), new LakeCell(2, usd("1"), usd("0"), usd("0"), 0, usd("0"), 0, usd("1.5")));
        assertEquals(Map.of(Reason.BILLED_IS_NOT_COMPUTED, usd("1.5"), Reason.REST, usd("0.5")), reasons());
    }

    @Test
    void unpricedCallsExplainUpToTheirBoundAndMissingUsageAnything() {
        bill.put(cell(0), usd("3"));
        lake.put(cell(0), new LakeCell(3, usd("1"), usd("0"), usd("0"), 1, usd("0.4"), 1, usd("0")));
        assertEquals(Map.of(Reason.UNPRICED, usd("0.4"), Reason.USAGE_MISSING, usd("1.6")), reasons());
    }

    @Test
    void unknownCallsDoNotExplainABillThatIsTooLow() {
        bill.put(cell(0), usd("0.5"));
        lake.put(cell(0), new LakeCell(3, usd("1"), usd("0"), usd("0"), 1, usd("0.4"), 1, usd("0")));
        assertEquals(Map.of(Reason.REST, usd("-0.5")), reasons());
    }

    @Test
    void reasonsAlwaysAddUpToTheDifference() {
        SplittableRandom random = new SplittableRandom(1);
        for (int world = 0; world < 500; world++) {
            bill.clear();
            lake.clear();
            for (int day = 0; day < 6; day++) {
                if (random.nextInt(4) > 0) {
                    bill.put(cell(day), money(random));
                }
                if (random.nextInt(4) > 0) {
                    BigDecimal spend = money(random);
                    lake.put(
                            cell(day),
                            new LakeCell(
                                    3,
                                    spend,
                                    spend.min(money(random)),
                                    spend.min(money(random)),
                                    random.nextInt(2),
                                    random.nextBoolean() ? null : money(random),
                                    random.nextInt(2),
                                    money(random).subtract(money(random))));
                }
            }
            Reconciliation result = Reconciliation.of(bill, lake);
            for (Reconciliation.Line line : result.lines()) {
                assertEquals(0, line.differenceUsd().compareTo(sum(line.reasons())), line.toString());
            }
            BigDecimal difference = result.billUsd().subtract(result.lakeUsd());
            assertEquals(0, difference.compareTo(sum(result.reasons())));
        }
    }

    @Test
    void aBillIsReadByTheNamesOfItsColumns() throws IOException {
        Path file = Files.writeString(
                folder.resolve("bill.csv"),
                "model,note,cost_usd,day\r\n\"gpt, 4\",\"said \"\"hi\"\"\",0.000000000001,2026-10-31\r\n"
                        + "\"gpt, 4\",,1e-3,2026-10-31\r\n");
        assertEquals(
                Map.of(new Cell(DAY, "four"), new BigDecimal("0.001000000001")),
                Invoice.read(file, Map.of("gpt, 4", "four")).costs());
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        assertEquals("bill.csv:2: day: must be a day like 2026-10-31, was 31.10.2026", problem("31.10.2026,m,1"));
        assertEquals("bill.csv:2: model: is required, was empty", problem("2026-10-31,,1"));
        assertEquals(
                "bill.csv:2: cost_usd: must have at most 12 decimal places, was 0.0000000000001",
                problem("2026-10-31,m,0.0000000000001"));
        assertEquals("bill.csv:2: row: must have 3 cells like the header, was 2", problem("2026-10-31,m"));
    }

    private String problem(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("bill.csv"), "day,model,cost_usd\n" + line + "\n");
        String message = assertThrows(BadInputException.class, () -> Invoice.read(file, Map.of()))
                .getMessage();
        return String.valueOf(message).replace(folder + "/", "");
    }

    private Map<Reason, BigDecimal> reasons() {
        return Reconciliation.of(bill, lake).reasons();
    }

    private static BigDecimal sum(Map<Reason, BigDecimal> reasons) {
        return reasons.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Cell cell(int day) {
        return new Cell(DAY.plusDays(day), "m");
    }

    private static LakeCell known(String spend) {
        return new LakeCell(1, usd(spend), usd("0"), usd("0"), 0, usd("0"), 0, usd("0"));
    }

    private static BigDecimal usd(String text) {
        return new BigDecimal(text);
    }

    private static BigDecimal money(SplittableRandom random) {
        return BigDecimal.valueOf(random.nextLong(5_000_000), 6);
    }
}
