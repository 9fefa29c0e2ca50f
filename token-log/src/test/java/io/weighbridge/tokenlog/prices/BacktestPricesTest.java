package io.weighbridge.tokenlog.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weighbridge.tokenlog.InvalidRecordException;
import io.weighbridge.tokenlog.TokenPrices;
import io.weighbridge.tokenlog.format.LogSource;
import io.weighbridge.tokenlog.format.UnreadableLogException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacktestPricesTest {
    private static final String HEADER = "dataset,model,price_key,input_usd_per_mtok,output_usd_per_mtok\n";

    @Test
    void aPriceIsFoundByDataSetAndModel() throws IOException {
        BacktestPrices prices = read(HEADER + "a,m,k,1,2\nb,m,k,3,4\n");
        assertEquals(Optional.of(TokenPrices.of("1", "2")), prices.priceOf("a", "m"));
        assertEquals(Optional.of(TokenPrices.of("3", "4")), prices.priceOf("b", "m"));
        assertEquals(Optional.empty(), prices.priceOf("c", "m"), "a and b disagree");
        assertEquals(Optional.empty(), prices.priceOf("a", "other"));
    }

    @Test
    void aDataSetServesItsPartsAndAgreementServesAll() throws IOException {
        BacktestPrices prices = read(HEADER + "routellm,gpt,k,10,30\nmmlu_pro,mix,k,0.24,0.24\n");
        assertEquals(Optional.of(TokenPrices.of("10", "30")), prices.priceOf("routellm_mmlu", "gpt"));
        assertEquals(Optional.of(TokenPrices.of("0.24", "0.24")), prices.priceOf("routellm_mmlu", "mix"));
    }

    @Test
    void aWrongRowIsNamedWithFileAndLine() {
        assertRefused("prices.csv:3: input_usd_per_mtok: must not be negative, was -1", "a,m,k,1,2\na,n,k,-1,2\n");
        assertRefused("prices.csv:2: output_usd_per_mtok: is required, was empty", "a,m,k,1,\n");
        assertRefused("prices.csv:3: model: must be there once for a data set, was m", "a,m,k,1,2\na,m,k,1,2\n");
    }

    @Test
    void aFileWithoutThePricesColumnsIsRefused() {
        UnreadableLogException error = assertThrows(UnreadableLogException.class, () -> read("model,price\nm,1\n"));
        assertEquals(
                "prices.csv: must have the columns [dataset, model, input_usd_per_mtok, output_usd_per_mtok]",
                error.getMessage());
    }

    private static void assertRefused(String message, String rows) {
        assertEquals(
                message,
                assertThrows(InvalidRecordException.class, () -> read(HEADER + rows))
                        .getMessage());
    }

    private static BacktestPrices read(String content) throws IOException {
        return BacktestPrices.read(
                new LogSource("prices.csv", () -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8))));
    }
}
