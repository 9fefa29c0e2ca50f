package io.weighbridge.audit.upkeep;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.tokenlog.Manifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a lake holds beside its tables: audits, which can be made again, and the results of runs, which cannot. */
final class PlainFiles {
    private final Lake lake;
    private final List<String> wanted;

    /** @param wanted texts that must not stay */
    PlainFiles(Lake lake, List<String> wanted) {
        this.lake = lake;
        this.wanted = wanted.stream()
                .map(text -> new String(JsonStringEncoder.getInstance().quoteAsString(text)))
                .toList();
    }

    /**
     * Deletes the audits whose training set holds one of the prompts, or features of the prompt of one of the units, and those that were
     * never finished, whose files nobody can read; how many all these are.
     */
    int deleteAudits(Dataset<Row> prompts, Dataset<Row> units) {
        Path audits = lake.path("audits");
        int deleted = 0;
        try {
            if (!lake.files().exists(audits)) {
                return 0;
            }
            for (FileStatus audit : lake.files().listStatus(audits)) {
                Path training = new Path(audit.getPath(), "training-set.parquet");
                boolean isFinished = lake.files().exists(new Path(audit.getPath(), Manifest.FILE_NAME));
                if (!isFinished || lake.files().exists(training) && holdsOneOf(training, prompts, units)) {
                    lake.files().delete(new Path(audit.getPath(), Manifest.FILE_NAME), false);
                    lake.files().delete(audit.getPath(), true);
                    deleted++;
                }
            }
            return deleted;
        } catch (IOException e) {
            throw new UncheckedIOException(audits + ": cannot be searched: " + e.getMessage(), e);
        }
    }

    private boolean holdsOneOf(Path training, Dataset<Row> prompts, Dataset<Row> units) {
        Dataset<Row> rows = lake.spark().read().parquet(training.toString());
        boolean holdsPrompt = !rows.join(
                        prompts.withColumnRenamed("prompt", "erased"),
                        col("prompt").equalTo(col("erased")),
                        "left_semi")
                .isEmpty();
        boolean mayHoldFeatures = List.of(rows.columns()).contains("word_hashes"); // older audits have none
        return holdsPrompt
                || mayHoldFeatures
                        && !rows.filter(col("word_hashes").isNotNull())
                                .join(units, "unit_id")
                                .isEmpty();
    }

    /** Deletes the answers that runs kept to use again: nothing says whose they are. Whether there were any. */
    boolean deleteCachedAnswers() {
        boolean deleted = false;
        for (String folder : List.of("cache", "runs/.answers")) {
            try {
                deleted |= lake.files().delete(lake.path(folder), true);
            } catch (IOException e) {
                throw new UncheckedIOException(folder + ": cannot be deleted: " + e.getMessage(), e);
            }
        }
        return deleted;
    }

    /** Paths of the files of runs, and of other plain text, in which a text is left. */
    List<String> remaining() {
        List<String> found = new ArrayList<>();
        for (String folder : List.of("runs", "audits", "policies")) {
            Path path = lake.path(folder);
            try {
                if (!lake.files().exists(path)) {
                    continue;
                }
                RemoteIterator<LocatedFileStatus> all = lake.files().listFiles(path, true);
                while (all.hasNext()) {
                    Path file = all.next().getPath();
                    if (file.getName().matches(".*\\.(jsonl|json|html|txt|csv)") && holdsText(file)) {
                        found.add(file.toUri().getPath());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(path + ": cannot be searched: " + e.getMessage(), e);
            }
        }
        return List.copyOf(found);
    }

    private boolean holdsText(Path file) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(lake.files().open(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (wanted.stream().anyMatch(line::contains)) {
                    return true;
                }
            }
            return false;
        }
    }
}
