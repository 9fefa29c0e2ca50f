package io.weighbridge.runner.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.SpendCaps;
import io.weighbridge.runner.budget.Budget;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.runner.budget.Scope;
import io.weighbridge.runner.journal.AttemptJournal;
import io.weighbridge.runner.journal.JournalException;
import io.weighbridge.runner.provider.ChatClient;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.GateLimits;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.SendGate;
import io.weighbridge.runner.verify.Verification;
import io.weighbridge.runner.workload.RoutedItem;
import io.weighbridge.runner.workload.WorkloadItem;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.Usd;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.AbstractDataSource;

class CallerTest {
    private static final String MODEL = "model-a";
    private static final CallPrices PRICES = new CallPrices(Map.of(MODEL, new CallPrices.TokenRate(1_000_000, 0)));

    /** A database that is gone. */
    private static final class Gone extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("gone", "08006");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    /** With a budget for one call, the next would wait for ever for the one that was not journaled. */
    @Test
    @Timeout(30)
    void aCallThatCannotBeJournaledStaysChargedAndKeepsNobodyWaiting() throws Exception {
        ObjectNode body = JsonMapper.builder().build().createObjectNode().put("model", MODEL);
        body.putArray("messages").addObject().put("role", "user").put("content", "Hi");
        body.put("max_tokens", 1);
        RoutedItem item = new RoutedItem(
                new WorkloadItem(1, "item-1", body), new Decision("p", MODEL, 1, "only", List.of(MODEL)));
        Usd worstCase = PRICES.worstCase(MODEL, item.requestBody().length(), 1);
        Budget budget = Budget.ofRun(worstCase, Usd.ZERO);
        SendGate gate = new SendGate(GateLimits.of(1));
        try (ChatClient client = new ChatClient(Duration.ofSeconds(1), Clock.systemUTC());
                AttemptJournal journal = new AttemptJournal(new Gone(), "run-1")) {
            Caller caller = new Caller(
                    "run-1",
                    new Providers(
                            Map.of(MODEL, Endpoint.of("fake", "http://127.0.0.1:1/v1", null)), Map.of("fake", gate)),
                    client,
                    PRICES,
                    budget,
                    new CallScopes(SpendCaps.none()),
                    journal,
                    Clock.systemUTC(),
                    Verification.none(),
                    () -> false);

            assertThrows(JournalException.class, () -> caller.call(Question.toAnswer(item), new Attempts(List.of())));

            assertEquals(worstCase, budget.charged(Scope.RUN));
            assertNull(caller.call(Question.toAnswer(item), new Attempts(List.of())));
            assertEquals(1, gate.places());
        }
    }
}
