package io.weighbridge.bench.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Worlds, each with every seed. */
public final class CoverageBench {
    private final List<World> worlds;
    private final List<Long> seeds;
    private final List<Finding> findings;

    private CoverageBench(List<World> worlds, List<Long> seeds, List<Finding> findings) {
        this.worlds = worlds;
        this.seeds = seeds;
        this.findings = findings;
    }

    /**
     * A world with all its seeds.
     *
     * @param wrong largest share of worlds in which the claim was wrong, over the seeds
     * @param ok whether the claim held, and its broken twin was caught, with every seed
     * @param twin what is broken
     * @param twinWrong smallest share of worlds in which the twin was wrong
     */
    public record Result(String world, double wrong, boolean ok, String twin, double twinWrong) {}

    /**
     * @param beginning of the names of the worlds that are simulated; empty is all
     * @param progress a line for each world
     */
    public static CoverageBench run(List<Long> seeds, String beginning, Consumer<String> progress) {
        List<World> worlds = Worlds.ALL.stream()
                .filter(world -> world.name().startsWith(beginning))
                .toList();
        List<Finding> findings = new ArrayList<>();
        for (World world : worlds) {
            for (long seed : seeds) {
                Finding finding = Finding.of(world, seed, true);
                findings.add(finding);
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, seed %d: wrong in %d of %,d (%d to %d allowed)%s; broken twin in %d%s",
                        world.name(),
                        seed,
                        finding.wrong(),
                        finding.worlds(),
                        world.rule().fewestAccepted(finding.worlds()),
                        world.rule().mostAccepted(finding.worlds()),
                        finding.holds() ? "" : ": FAILS",
                        finding.twinWrong(),
                        finding.catchesTheTwin() ? "" : ": NOT CAUGHT"));
            }
        }
        return new CoverageBench(worlds, seeds, findings);
    }

    /** One row a world, for the documentation. */
    public String markdown() {
        return CoverageTable.markdown(worlds, findings, seeds);
    }

    /** One result a world. */
    public List<Result> results() {
        return worlds.stream().map(this::result).toList();
    }

    private Result result(World world) {
        List<Finding> ofWorld =
                findings.stream().filter(finding -> finding.world() == world).toList();
        return new Result(
                world.name(),
                ofWorld.stream().mapToDouble(Finding::wrongShare).max().orElseThrow(),
                ofWorld.stream().allMatch(finding -> finding.holds() && finding.catchesTheTwin()),
                world.twinName(),
                ofWorld.stream().mapToDouble(Finding::twinWrongShare).min().orElseThrow());
    }

    /** Worlds simulated, broken twins' included. */
    public long worlds() {
        return findings.stream().mapToLong(finding -> 2L * finding.worlds()).sum();
    }
}
