package io.weighbridge.bench;

import io.weighbridge.bench.coverage.CoverageBench;
import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench coverage}. */
@Command(
        name = "coverage",
        description = {
            "Simulates thousands of worlds whose truth is known and counts how often intervals, verdicts and certificates are"
                    + " wrong in them, beside a broken twin of each that must be caught. About two minutes a seed."
        },
        footer = "  weighbridge bench coverage --seeds 11,12,13 --json coverage.json")
final class CoverageBenchCommand extends JobCommand {
    @Option(
            names = "--seeds",
            split = ",",
            defaultValue = "1,2,3",
            description = "Of the worlds (default: ${DEFAULT-VALUE}).")
    private List<Long> seeds = List.of();

    @Option(
            names = "--only",
            paramLabel = "BEGINNING",
            defaultValue = "",
            description = "Only worlds whose names begin so, as in spend (default: all).")
    private String only = "";

    @Option(names = "--table", paramLabel = "FILE", description = "Also write a Markdown table here.")
    private @Nullable Path table;

    @Mixin
    private final ResultFile result = new ResultFile();

    @Override
    protected Summary run() throws Exception {
        CoverageBench bench = CoverageBench.run(seeds, only, console().err()::println);
        if (bench.worlds() == 0) {
            throw new BadInputException("--only: no world's name begins with it, was " + only);
        }
        if (table != null) {
            Files.writeString(table, bench.markdown());
        }
        List<Measurement> measurements =
                bench.results().stream().map(CoverageBenchCommand::measurement).toList();
        return new BenchResult("coverage", Machine.description(), bench.worlds(), measurements).summary(result.path());
    }

    private static Measurement measurement(CoverageBench.Result world) {
        return new Measurement(
                world.world(),
                100 * world.wrong(),
                "% wrong",
                world.ok(),
                "twin: " + world.twin(),
                100 * world.twinWrong(),
                null);
    }
}
