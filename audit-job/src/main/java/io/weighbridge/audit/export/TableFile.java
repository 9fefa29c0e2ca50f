package io.weighbridge.audit.export;

import io.weighbridge.audit.parquet.ParquetRow;
import io.weighbridge.audit.parquet.ParquetTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Writes a table as CSV (RFC 4180, UTF-8, an unknown cell is empty) or as Parquet. */
final class TableFile {
    private TableFile() {}

    static void writeCsv(Table table, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(String.join(
                    ",", table.columns().stream().map(Table.Column::name).toList()));
            out.write("\r\n");
            for (@Nullable Object[] row : table.rows()) {
                for (int column = 0; column < row.length; column++) {
                    out.write(column == 0 ? "" : ",");
                    out.write(cell(row[column]));
                }
                out.write("\r\n");
            }
        }
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal decimal -> decimal.toPlainString();
            case Long whole -> whole.toString();
            default -> text(value.toString());
        };
    }

    /** Names come from logs: what a spreadsheet would run as a formula gets an apostrophe before it. */
    private static String text(String value) {
        String harmless = value.matches("(?s)[=+\\-@\t\r].*") ? "'" + value : value;
        return harmless.matches("(?s).*[\",\r\n].*") ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    static void writeParquet(Table table, Path file) throws IOException {
        RawLocalFileSystem files = new RawLocalFileSystem();
        files.initialize(java.net.URI.create("file:///"), new Configuration());
        try (ParquetTable out = ParquetTable.create(
                files, new org.apache.hadoop.fs.Path(file.toAbsolutePath().toUri()), schema(table))) {
            for (@Nullable Object[] row : table.rows()) {
                out.write(cells -> fill(cells, table, row));
            }
        }
    }

    private static MessageType schema(Table table) {
        return new MessageType(
                "table", table.columns().stream().map(TableFile::type).toList());
    }

    private static Type type(Table.Column column) {
        return switch (column.kind()) {
            case TEXT -> ParquetTable.optionalText(column.name());
            case WHOLE -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
            case DECIMAL -> ParquetTable.optionalMoney(column.name());
        };
    }

    private static void fill(ParquetRow cells, Table table, @Nullable Object[] row) {
        for (int column = 0; column < row.length; column++) {
            String name = table.columns().get(column).name();
            switch (row[column]) {
                case null -> {}
                case BigDecimal decimal -> cells.put(name, decimal);
                case Long whole -> cells.put(name, whole);
                case Object text -> cells.put(name, text.toString());
            }
        }
    }
}
