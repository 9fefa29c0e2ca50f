package io.weighbridge.audit.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** One row being filled by column name; a null is left out. */
public final class ParquetRow {
    private final Group group;

    ParquetRow(Group group) {
        this.group = group;
    }

    public ParquetRow put(String column, @Nullable String value) {
        if (value != null) {
            group.add(column, value);
        }
        return this;
    }

    public ParquetRow put(String column, @Nullable Long value) {
        if (value != null) {
            group.add(column, value.longValue());
        }
        return this;
    }

    public ParquetRow put(String column, long value) {
        group.add(column, value);
        return this;
    }

    public ParquetRow put(String column, int value) {
        group.add(column, value);
        return this;
    }

    public ParquetRow put(String column, double value) {
        group.add(column, value);
        return this;
    }

    public ParquetRow put(String column, @Nullable Double value) {
        if (value != null) {
            group.add(column, value.doubleValue());
        }
        return this;
    }

    /** Milliseconds since 1970. */
    public ParquetRow put(String column, @Nullable Instant value) {
        if (value != null) {
            group.add(column, value.toEpochMilli());
        }
        return this;
    }

    /** Days since 1970. */
    public ParquetRow put(String column, LocalDate value) {
        group.add(column, Math.toIntExact(value.toEpochDay()));
        return this;
    }

    /** US dollars, with at most twelve decimal places. */
    public ParquetRow put(String column, @Nullable BigDecimal usd) {
        if (usd != null) {
            group.add(column, Binary.fromConstantByteArray(bytes(usd)));
        }
        return this;
    }

    public ParquetRow put(String column, byte[] value) {
        group.add(column, Binary.fromConstantByteArray(value));
        return this;
    }

    /** A list of numbers. */
    public ParquetRow put(String column, double @Nullable [] values) {
        if (values != null) {
            Group list = group.addGroup(column);
            for (double value : values) {
                list.addGroup("list").append("element", value);
            }
        }
        return this;
    }

    /** A list of whole numbers. */
    public ParquetRow put(String column, int @Nullable [] values) {
        if (values != null) {
            Group list = group.addGroup(column);
            for (int value : values) {
                list.addGroup("list").append("element", value);
            }
        }
        return this;
    }

    /** A list of whole numbers. */
    public ParquetRow put(String column, long[] values) {
        Group list = group.addGroup(column);
        for (long value : values) {
            list.addGroup("list").append("element", value);
        }
        return this;
    }

    /** Two's complement, big-endian, sign-extended to the column's length. */
    private static byte[] bytes(BigDecimal usd) {
        BigInteger unscaled = usd.setScale(ParquetTable.MONEY_SCALE).unscaledValue();
        byte[] shortest = unscaled.toByteArray();
        byte[] bytes = new byte[ParquetTable.MONEY_BYTES];
        Arrays.fill(bytes, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, bytes.length - shortest.length, shortest.length);
        return bytes;
    }
}
