package io.weighbridge.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.weighbridge.evidence.FamilyVerdicts.PValues;
import io.weighbridge.evidence.IntervalEstimate.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What SciPy and statsmodels also compute: {@code .ci/reference_values.py write} made the values, {@code check} repeats them. */
class ReferenceValuesTest {
    private static final double TOLERANCE = 1e-9;
    private static final int UNITS = 400;

    private final Map<String, Double> expected = read();
    private final double[] differences = IntStream.range(0, UNITS)
            .mapToDouble(i -> (i * i * 37 + i * 101) % 1000 / 500.0 - 1)
            .toArray();

    @Test
    void clusterRobustIntervals() {
        List<String> clusters = IntStream.range(0, UNITS)
                .mapToObj(i -> "c" + (i * 7 + i / 5) % 47)
                .toList();

        Estimate estimate =
                assertInstanceOf(Estimate.class, PairedDifference.of(differences, Clustering.of(clusters), 0.95));

        assertEquals(expected("cluster_mean"), estimate.value(), TOLERANCE);
        assertEquals(expected("cluster_error"), estimate.standardError(), TOLERANCE);
        assertEquals(expected("cluster_low"), estimate.interval().low(), TOLERANCE);
        assertEquals(expected("cluster_high"), estimate.interval().high(), TOLERANCE);
    }

    @Test
    void studentIntervals() {
        Estimate estimate =
                assertInstanceOf(Estimate.class, PairedDifference.of(differences, Clustering.independent(UNITS), 0.9));

        assertEquals(expected("units_low"), estimate.interval().low(), TOLERANCE);
        assertEquals(expected("units_high"), estimate.interval().high(), TOLERANCE);
    }

    @Test
    void replays() {
        double[] relative =
                IntStream.range(0, UNITS).mapToDouble(i -> 0.5 + i % 7 / 4.0).toArray();

        Estimate estimate = assertInstanceOf(
                Estimate.class,
                DesignedReplay.of(differences, new Interval(-1, 1), relative, 0.5)
                        .fixedLook(0.95));

        assertEquals(expected("replay_mean"), estimate.value(), TOLERANCE);
        assertEquals(expected("replay_low"), estimate.interval().low(), TOLERANCE);
        assertEquals(expected("replay_high"), estimate.interval().high(), TOLERANCE);
    }

    @Test
    void boundsOfShares() {
        Interval bounds = FrontierShare.binaryBounds(173, 210, 95, 180, 0.95);

        assertEquals(expected("share_low"), bounds.low(), TOLERANCE);
        assertEquals(expected("share_high"), bounds.high(), TOLERANCE);
    }

    @Test
    void hoeffdingAndBentkus() {
        assertEquals(expected("bentkus"), HoeffdingBentkus.pValue(0.43, 0.51, 1_000), TOLERANCE);
    }

    @Test
    void holm() {
        List<PValues> family = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> new PValues(i * 29 % 83 * (i * 29 % 83) / 300_000.0, 1))
                .toList();
        List<Verdict> verdicts = FamilyVerdicts.of(family, 0.95);

        double rejected = IntStream.range(0, 30)
                .filter(i -> verdicts.get(i) == Verdict.SMALLER_SUFFICES)
                .mapToDouble(i -> Math.pow(2, i))
                .sum();

        assertEquals(expected("holm_rejected"), rejected);
    }

    private double expected(String name) {
        return Objects.requireNonNull(expected.get(name), name);
    }

    private static Map<String, Double> read() {
        try (InputStream in =
                Objects.requireNonNull(ReferenceValuesTest.class.getResourceAsStream("reference-values.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(","))
                    .collect(Collectors.toMap(cells -> cells[0], cells -> Double.valueOf(cells[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
