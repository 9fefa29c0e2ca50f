package io.weighbridge.trainer.train;

import com.jerolba.carpet.io.FileSystemInputFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.hadoop.ParquetFileReader;

/** Which columns a file has: those that came later are absent from files of before. */
final class ParquetColumns {
    private ParquetColumns() {}

    static boolean has(Path file, String column) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new FileSystemInputFile(file.toFile()))) {
            return reader.getFileMetaData().getSchema().containsField(column);
        }
    }
}
