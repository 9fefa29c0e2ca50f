package io.weighbridge.audit.lake;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.weighbridge.routing.PromptFeatures;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of prompt features that calls and outcomes share, null where there are none: the measures of the prompt's shape
 * in the order of routing-model's FORMAT.md, the hashes of its words and of pairs of words, and how it was read. Of a call
 * whose features were not kept only the measures are there.
 */
public final class FeatureColumns {
    /** The columns that only some calls keep. */
    public static final List<String> HASHES = List.of("word_hashes", "pair_hashes");

    private FeatureColumns() {}

    static StructType add(StructType schema) {
        return schema.add("prompt_reading", StringType)
                .add("prompt_measures", createArrayType(DoubleType, false))
                .add("word_hashes", createArrayType(IntegerType, false))
                .add("pair_hashes", createArrayType(IntegerType, false));
    }

    static RowBuilder set(RowBuilder row, @Nullable PromptFeatures features) {
        return row.set("prompt_reading", features == null ? null : features.reading())
                .set(
                        "prompt_measures",
                        features == null
                                ? null
                                : Arrays.stream(features.measures()).boxed().toArray())
                .set("word_hashes", features == null ? null : boxed(features.wordHashes()))
                .set("pair_hashes", features == null ? null : boxed(features.pairHashes()));
    }

    private static Object[] boxed(int[] values) {
        return Arrays.stream(values).boxed().toArray();
    }

    /**
     * The features of a row.
     *
     * @param prefix before the names of the columns, as in "call_"
     * @return null where they were not kept
     */
    public static @Nullable PromptFeatures features(Cells cells, String prefix) {
        List<Integer> words = cells.listOrNull(prefix + "word_hashes");
        if (words == null) {
            return null;
        }
        List<Double> measures = cells.list(prefix + "prompt_measures");
        return PromptFeatures.of(
                cells.text(prefix + "prompt_reading"),
                unboxed(words),
                unboxed(cells.list(prefix + "pair_hashes")),
                measures.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static int[] unboxed(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
