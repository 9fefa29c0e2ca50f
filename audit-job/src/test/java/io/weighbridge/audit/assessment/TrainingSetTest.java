package io.weighbridge.audit.assessment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weighbridge.audit.SharedSpark;
import io.weighbridge.audit.assessment.OutcomeUnit.Drawn;
import io.weighbridge.audit.assessment.OutcomeUnit.UnitCall;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetTest {
    @TempDir
    java.nio.file.Path folder = java.nio.file.Path.of(".");

    @Test
    void theAnswerThatARouterDrewHasItsPropensityAndNoOtherHasOne() throws IOException {
        Answer small = Units.answer(1, "0.01", new TreeSet<>());
        Answer large = Units.answer(1, "0.03", new TreeSet<>());
        Drawn drawn = new Drawn("small", 0.05, 2);
        Path file = new Path(folder.resolve("training-set.parquet").toUri());
        FileSystem files =
                file.getFileSystem(SharedSpark.session().sparkContext().hadoopConfiguration());
        try (TrainingSet set = new TrainingSet(files, file)) {
            set.add(unit("drawn", "small", drawn, Map.of("small", small)), "large", 1);
            set.add(unit("not drawn", "small", null, Map.of("small", small)), "large", 1);
            set.add(unit("both known", "small", drawn, Map.of("small", small, "large", large)), "large", 1);
            set.add(unit("fallback served", "large", drawn, Map.of("large", large)), "large", 1);
        }

        SortedMap<String, @Nullable Double> propensities = new TreeMap<>();
        for (Row row : SharedSpark.session().read().parquet(file.toString()).collectAsList()) {
            propensities.put(row.getAs("unit_id") + " / " + row.getAs("model"), row.getAs("propensity"));
        }
        SortedMap<String, @Nullable Double> expected = new TreeMap<>();
        expected.put("both known / large", null);
        expected.put("both known / small", null);
        expected.put("drawn / small", 0.05);
        expected.put("fallback served / large", null);
        expected.put("not drawn / small", null);
        assertEquals(expected, propensities);
    }

    private static OutcomeUnit unit(String id, String served, @Nullable Drawn drawn, Map<String, Answer> answers) {
        UnitCall call = new UnitCall(null, null, null, null, served, drawn);
        return new OutcomeUnit(id, "triage", "unit:" + id, call, null, null, null, null, new TreeMap<>(answers));
    }
}
