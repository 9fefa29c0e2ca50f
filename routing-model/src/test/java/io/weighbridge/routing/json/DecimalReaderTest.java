package io.weighbridge.routing.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalReaderTest {
    @Test
    void everyDecimalIsReadAsTheJdkReadsIt() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            long digits = random.nextLong() >>> random.nextInt(64);
            BigDecimal decimal = BigDecimal.valueOf(random.nextBoolean() ? digits : -digits, random.nextInt(25));
            assertRead(decimal.toPlainString());
        }
    }

    @Test
    void shortestDecimalsOfDoublesAreReadBack() {
        Random random = new Random(2);
        for (int i = 0; i < 300_000; i++) {
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 8);
            assertRead(JsonWriter.shortest(value));
        }
    }

    @Test
    void middlesBetweenTwoDoublesGoToTheEvenOne() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            double value = random.nextInt(1 << 20) / 1024.0 + 1;
            BigDecimal middle = new BigDecimal(value)
                    .add(new BigDecimal(Math.nextUp(value)))
                    .divide(BigDecimal.valueOf(2));
            assertRead(middle.toPlainString());
            assertRead(Long.toString((1L << 53) + random.nextInt(1000)));
            assertRead(Long.toString((1L << 54) + random.nextInt(1000)) + ".0");
            assertRead((1L << 53) + random.nextInt(1000) + ".5");
        }
    }

    @Test
    void signsZerosAndExponents() {
        for (String text : new String[] {
            "0",
            "-0",
            "-0.0",
            "0.000",
            "0.1",
            "-0.3",
            "1e3",
            "1E-400",
            "2.5e-3",
            "1e22",
            "123456789012345678901234567890",
            "0.0000000000000000000000000000001",
            "999999999999999999",
            "9007199254740993",
            "0.99999999999999994"
        }) {
            assertRead(text);
        }
    }

    private static void assertRead(String text) {
        byte[] bytes = (" " + text + ",").getBytes(US_ASCII);
        double read = DecimalReader.read(bytes, 1, bytes.length - 1);
        assertEquals(Double.doubleToRawLongBits(Double.parseDouble(text)), Double.doubleToRawLongBits(read), text);
    }
}
