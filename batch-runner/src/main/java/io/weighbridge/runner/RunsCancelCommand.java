package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Summary;
import io.weighbridge.runner.job.Cancellation;
import picocli.CommandLine.Command;

/** {@code weighbridge runs cancel}. */
@Command(
        name = "cancel",
        description = {
            "Asks the process of a run to stop: it begins nothing new, ends the calls in flight, has its batches cancelled at the"
                    + " provider, collects what they did, and hands over what there is.",
            "A cancelled run can be resumed; what was answered is not asked again."
        },
        footer = "  weighbridge runs cancel 20261122T101530Z-1a2b3c --lake lake")
final class RunsCancelCommand extends OneRunCommand {
    /** The result line of {@code --json}. */
    private record Result(String runId, String state) {}

    @Override
    protected Summary run() throws Exception {
        RunDirectories directories = directories();
        if (directories.finished(runId())) {
            throw new BadInputException("run " + runId() + " has ended: there is nothing to cancel");
        }
        Cancellation.ask(directories.directory(runId()));
        RunState state;
        try (RunHolders holders = holders()) {
            state = RunState.of(directories, runId(), holders);
        }
        return new Summary(
                "run " + runId() + (state == RunState.CANCELLING ? " is asked to stop" : " is cancelled"),
                new Result(runId(), state.label()));
    }
}
