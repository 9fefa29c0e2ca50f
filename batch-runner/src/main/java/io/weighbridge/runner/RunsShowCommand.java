package io.weighbridge.runner;

import com.fasterxml.jackson.databind.JsonNode;
import io.weighbridge.cli.Summary;
import picocli.CommandLine.Command;

/** {@code weighbridge runs show}. */
@Command(
        name = "show",
        description = "Shows one run: where it stands, its models and its batches.",
        footer = "  weighbridge runs show 20261122T101530Z-1a2b3c --lake lake")
final class RunsShowCommand extends OneRunCommand {
    @Override
    protected Summary run() throws Exception {
        RunDirectories directories = directories();
        RunEntry entry;
        try (RunHolders holders = holders()) {
            entry = RunEntry.of(directories, runId(), holders);
        }
        StringBuilder text = new StringBuilder(entry.line());
        if (entry.run() != null) {
            for (JsonNode model : entry.run().path("by_model")) {
                text.append(String.format(
                        "%n  model %-24s %s items  %s USD",
                        model.path("model").asText(),
                        model.path("items").asText(),
                        model.path("cost_usd").asText()));
            }
            for (JsonNode batch : entry.run().path("batches")) {
                text.append(String.format(
                        "%n  batch %-24s %s requests to %s%s",
                        batch.path("batch").asText("(not created)"),
                        batch.path("requests").asText(),
                        batch.path("model").asText(),
                        batch.path("problem").isTextual()
                                ? ": " + batch.path("problem").textValue()
                                : ""));
            }
        }
        return new Summary(
                text.append(System.lineSeparator())
                        .append(directories.directory(runId()))
                        .toString(),
                entry);
    }
}
