package io.weighbridge.audit.rollup;

import static org.apache.spark.sql.types.DataTypes.StringType;

import io.weighbridge.audit.lake.CallFile;
import io.weighbridge.audit.lake.Lake;
import io.weighbridge.audit.rollup.RequestPass.Fate;
import io.weighbridge.audit.scan.ColumnarReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/** What becomes of each call of a lake, which its rollups only add up. */
final class CallFates {
    private static final CacheLifetimes A_DAY = new CacheLifetimes(24, 5);

    private CallFates() {}

    /** By call id. */
    static Map<String, Fate> of(Lake lake) throws IOException {
        DayScan scan = new DayScan(
                DayScan.Readers.of(lake.spark(), true),
                List.of(),
                A_DAY,
                lake.spark().sparkContext().hadoopConfiguration());
        ColumnarReader ids = ColumnarReader.of(lake.spark(), new StructType().add("call_id", StringType));
        Map<String, Fate> fatesOfCalls = new TreeMap<>();
        List<DayCalls> earlier = new ArrayList<>();
        for (RollupDay day : new Rollups(lake, List.of(), A_DAY).plan(null, null)) {
            DayCalls own = scan.calls(day.files());
            Fate[] fates = scan.fates(day.files(), own, earlier);
            int[] next = new int[1];
            for (CallFile file : day.files()) {
                ids.read(file.path(), file.bytes(), batch -> {
                    for (int row = 0; row < batch.numRows(); row++) {
                        fatesOfCalls.put(batch.column(0).getUTF8String(row).toString(), fates[next[0]++]);
                    }
                });
            }
            earlier = List.of(own);
        }
        return fatesOfCalls;
    }
}
