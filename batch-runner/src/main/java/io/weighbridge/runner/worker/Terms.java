package io.weighbridge.runner.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.cli.SpendCaps;
import io.weighbridge.runner.budget.CallPrices;
import io.weighbridge.tokenlog.Usd;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs to know of a run beside its items, so that it answers as the run's own process would.
 *
 * @param providers of every model that an item can go to, by model; empty where any that serves it will do
 * @param unavailable models that the policy could only fall back to and that nobody serves or prices
 * @param prices by which worst cases are reserved
 * @param checks hash of what answers must pass, or {@link #UNCHECKED}
 * @param caps that hold within the run
 */
public record Terms(
        Map<String, String> providers, Set<String> unavailable, CallPrices prices, String checks, SpendCaps caps) {
    /** In the place of a hash of checks: answers are taken as they come. */
    public static final String UNCHECKED = "none";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Terms {
        providers = Map.copyOf(providers);
        unavailable = Set.copyOf(unavailable);
    }

    /** As {@link #parse} reads it; of equal terms equal. */
    public String text() {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode models = root.putObject("providers");
        new TreeMap<>(providers).forEach(models::put);
        new TreeSet<>(unavailable).forEach(root.putArray("unavailable")::add);
        ObjectNode rates = root.putObject("picodollars");
        new TreeMap<>(prices.rates())
                .forEach((model, rate) ->
                        rates.putArray(model).add(rate.inputPicodollars()).add(rate.outputPicodollars()));
        root.put("checks", checks);
        ObjectNode limits = root.putObject("caps_usd");
        limits.put("day", caps.day() == null ? null : caps.day().toString());
        put(limits.putObject("tenants"), caps.tenants());
        put(limits.putObject("teams"), caps.teams());
        put(limits.putObject("agents"), caps.agents());
        put(limits.putObject("models"), caps.models());
        return root.toString();
    }

    private static void put(ObjectNode node, Map<String, Usd> amounts) {
        new TreeMap<>(amounts).forEach((name, amount) -> node.put(name, amount.toString()));
    }

    /** @throws IllegalArgumentException if the text is no terms */
    public static Terms parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            Map<String, String> providers = new TreeMap<>();
            root.path("providers")
                    .properties()
                    .forEach(model ->
                            providers.put(model.getKey(), model.getValue().asText()));
            Set<String> unavailable = new TreeSet<>();
            root.path("unavailable").forEach(model -> unavailable.add(model.asText()));
            Map<String, CallPrices.TokenRate> rates = new TreeMap<>();
            root.path("picodollars")
                    .properties()
                    .forEach(model -> rates.put(
                            model.getKey(),
                            new CallPrices.TokenRate(
                                    model.getValue().path(0).asLong(),
                                    model.getValue().path(1).asLong())));
            JsonNode caps = root.path("caps_usd");
            return new Terms(
                    providers,
                    unavailable,
                    new CallPrices(rates),
                    root.path("checks").asText(),
                    new SpendCaps(
                            amount(caps.path("day")),
                            amounts(caps.path("tenants")),
                            amounts(caps.path("teams")),
                            amounts(caps.path("agents")),
                            amounts(caps.path("models"))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("terms of a run: must be JSON", e);
        }
    }

    private static @Nullable Usd amount(JsonNode amount) {
        return amount.isTextual() ? Usd.parse(amount.textValue()) : null;
    }

    private static Map<String, Usd> amounts(JsonNode node) {
        Map<String, Usd> amounts = new TreeMap<>();
        node.properties()
                .forEach(entry ->
                        amounts.put(entry.getKey(), Usd.parse(entry.getValue().asText())));
        return amounts;
    }
}
