package io.weighbridge.samples;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Commands;
import io.weighbridge.cli.JobCommand;
import io.weighbridge.cli.Summary;
import io.weighbridge.samples.demo.Demo;
import io.weighbridge.samples.demo.DemoOptions;
import io.weighbridge.samples.demo.DemoResult;
import io.weighbridge.samples.demo.DemoText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code demo}: the whole loop on sample data. */
@Command(
        name = "demo",
        description = {
            "Plays the whole loop on a generated month: ingest, audit, train, run the next day by the learned policy against"
                    + " simulated models; in the second night replay what is undecided, ingest all of it, audit again. Prints cost,"
                    + " true quality and decided tasks before and after.",
            "Needs no network, no keys and nothing else done before; takes some minutes."
        },
        footer = "  weighbridge demo --out weighbridge-demo --seed 7")
final class DemoCommand extends JobCommand {
    @Mixin
    private SampleOptions sample = new SampleOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "weighbridge-demo",
            description = "Where to write; an earlier demo there is replaced (default: ./${DEFAULT-VALUE}).")
    private Path out = Path.of("weighbridge-demo");

    @Option(names = "--calls", defaultValue = "60000", description = "Calls of the month (default: ${DEFAULT-VALUE}).")
    private long calls;

    @Override
    protected Summary run() throws Exception {
        DemoResult result = new Demo(options(), console().err()::println).play();
        return new Summary(DemoText.of(result), result);
    }

    private DemoOptions options() {
        try {
            return DemoOptions.of(
                    out,
                    sample.seed(),
                    sample.world(),
                    calls,
                    Commands.launcher(console().environment()));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--" + e.getMessage(), e);
        }
    }
}
