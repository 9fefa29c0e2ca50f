package io.weighbridge.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weighbridge.cli.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSettingsTest {
    @TempDir
    private Path folder = Path.of(".");

    @Test
    void everyCommandCanReadThem() throws IOException {
        Path file = folder.resolve("weighbridge.yaml");
        DemoSettings.write(file, URI.create("http://127.0.0.1:8099/v1"));
        Settings settings = Settings.load(file, Map.of());
        assertEquals(List.of("sim-medium", "sim-small", "sim-open-8b"), settings.candidates());
        assertEquals(10, settings.tasks().size());
        assertTrue(settings.tasks().getFirst().matches(null, Map.of("task", "intent_classification"), null));
        assertTrue(settings.providers().containsKey("simulated"));
    }
}
