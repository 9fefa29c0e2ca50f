package io.weighbridge.bench.coverage;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Findings as a Markdown table, one row a world. */
final class CoverageTable {
    private CoverageTable() {}

    /** @param findings all seeds' findings of one world after another */
    static String markdown(List<World> worlds, List<Finding> findings, List<Long> seeds) {
        StringBuilder table =
                new StringBuilder("| world | claim | rule | worlds a seed | wrong | the broken twin | wrong |\n"
                        + "|---|---|---|---|---|---|---|\n");
        for (World world : worlds) {
            List<Finding> ofWorld = findings.stream()
                    .filter(finding -> finding.world() == world)
                    .toList();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %,d | %s | %s | %s |%n",
                    world.name(),
                    world.claim(),
                    world.rule().text(),
                    ofWorld.get(0).worlds(),
                    shares(ofWorld, false),
                    world.twinName(),
                    shares(ofWorld, true)));
        }
        return table + "\nSeeds " + seeds.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".\n";
    }

    /** As in "4.9, 5.1, 5.0 %". */
    private static String shares(List<Finding> findings, boolean ofTwin) {
        return findings.stream()
                .map(finding -> String.format(
                        Locale.ROOT,
                        "%.1f",
                        100.0 * (ofTwin ? finding.twinWrong() : finding.wrong()) / finding.worlds()))
                .collect(Collectors.joining(", ", "", " %"));
    }
}
