package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BucketSetTest {
    @Test
    void membersAreDrainedOnceAndAscending() {
        Random random = new Random(5);
        for (int exponent = 8; exponent <= 18; exponent++) {
            BucketSet buckets = new BucketSet(1 << exponent);
            for (int round = 0; round < 5; round++) {
                TreeSet<Integer> expected = new TreeSet<>();
                for (int i = 0; i < 300; i++) {
                    int bucket = random.nextInt(1 << exponent);
                    buckets.add(bucket);
                    expected.add(bucket);
                }
                int[] drained = new int[buckets.size()];
                buckets.drainTo(drained);
                assertArrayEquals(expected.stream().mapToInt(Integer::intValue).toArray(), drained);
                assertEquals(0, buckets.size());
            }
        }
    }
}
