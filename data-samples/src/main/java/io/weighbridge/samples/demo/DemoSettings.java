package io.weighbridge.samples.demo;

import io.weighbridge.samples.truth.SampleTask;
import io.weighbridge.samples.truth.SimulatedModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo's {@code weighbridge.yaml}: what a company would write to describe the sample month. */
final class DemoSettings {
    private DemoSettings() {}

    static void write(Path file, URI provider) throws IOException {
        StringBuilder yaml = new StringBuilder("# Written by weighbridge demo.\nlake: lake\ncandidates:\n");
        for (SimulatedModel model : SimulatedModel.candidates()) {
            yaml.append("  - ").append(model.label()).append('\n');
        }
        yaml.append("tasks:\n");
        for (SampleTask task : SampleTask.values()) {
            yaml.append("  - task: ").append(task.label()).append('\n');
            yaml.append("    label.task: ").append(task.label()).append('\n');
        }
        yaml.append("providers:\n  simulated:\n    base_url: ").append(provider).append('\n');
        yaml.append("limits:\n  concurrency: 32\n");
        Files.writeString(file, yaml);
    }
}
