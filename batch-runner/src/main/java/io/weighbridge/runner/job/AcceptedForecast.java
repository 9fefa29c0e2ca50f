package io.weighbridge.runner.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weighbridge.cli.JsonOutput;
import io.weighbridge.runner.forecast.Effort;
import io.weighbridge.runner.forecast.Forecast;
import io.weighbridge.runner.forecast.Survey;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.tokenlog.AtomicFile;
import io.weighbridge.tokenlog.Usd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/**
 * What a run is held against at its end: the plan for its deadline, else the forecast that was made when its workload was accepted,
 * which stays in its folder for the processes that go on with it. Where acceptance itself was broken off there is none.
 */
final class AcceptedForecast implements StepExecutionListener {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final RunSetup setup;
    private final Path file;
    private @Nullable Survey survey;

    AcceptedForecast(RunSetup setup) {
        this.setup = setup;
        this.file = setup.directory().resolve(".forecast.json");
    }

    @Override
    public void beforeStep(StepExecution accept) {
        boolean isFromTheFirst = accept.getExecutionContext().getLong(WorkloadReader.LINES_READ, 0) == 0;
        survey = isFromTheFirst ? setup.survey() : null;
    }

    void item(RoutedItem accepted) {
        if (survey != null) {
            survey.item(accepted);
        }
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution accept) {
        if (survey != null && accept.getStatus() == BatchStatus.COMPLETED) {
            try {
                AtomicFile.write(file, JsonOutput.line(survey.end()).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return null;
    }

    /** Null where there is none. */
    @Nullable
    Forecast forecast() throws IOException {
        if (setup.forecast() != null || !Files.exists(file)) {
            return setup.forecast();
        }
        JsonNode json = JSON.readTree(file.toFile());
        String finishAt = json.path("finish_at").textValue();
        String cost = json.path("cost_usd").textValue();
        return new Forecast(
                json.path("items").asLong(),
                null,
                null,
                finishAt == null ? null : Instant.parse(finishAt),
                cost == null ? null : Usd.parse(cost),
                null,
                JSON.treeToValue(json.path("effort"), Effort.class),
                List.of(JSON.treeToValue(json.path("assumptions"), String[].class)));
    }
}
