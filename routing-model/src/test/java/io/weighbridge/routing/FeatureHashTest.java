package io.weighbridge.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FeatureHashTest {
    @Test
    void bytesAreHashedAsThePublishedFnv1aVectorsSay() {
        assertEquals(0x811C9DC5, FeatureHash.extend(FeatureHash.EMPTY, ""));
        assertEquals(0xE40C292C, FeatureHash.extend(FeatureHash.EMPTY, "a"));
        assertEquals(0xBF9CF968, FeatureHash.extend(FeatureHash.EMPTY, "foobar"));
    }

    @Test
    void theFinaliserIsThatOfMurmurHash3() {
        assertEquals(0, FeatureHash.finish(0));
        assertEquals(0x514E28B7, FeatureHash.finish(1));
        assertEquals(0x81F16F39, FeatureHash.finish(-1));
    }

    @Test
    void theExamplesOfTheFormatHold() {
        int data = FeatureHash.extend(FeatureHash.EMPTY, "data");
        int plan = FeatureHash.extend(FeatureHash.EMPTY, "plan");
        assertEquals(0xB7CBC712, plan);
        assertEquals(0x87BD873D, FeatureHash.finish(plan));
        assertEquals(0xF32DB196, FeatureHash.finish(FeatureHash.pair(data, plan)));
        assertEquals(0x3951A781, new ContextFeatures(FeatureSchema.defaults()).taskHash("triage"));
    }

    @Test
    void theOrderOfAPairMatters() {
        assertEquals(0x9E3779B3, FeatureHash.pair(1, 2));
        assertEquals(0x3C6EF363, FeatureHash.pair(2, 1));
    }
}
