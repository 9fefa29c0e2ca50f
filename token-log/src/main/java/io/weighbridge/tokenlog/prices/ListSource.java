package io.weighbridge.tokenlog.prices;

import java.time.LocalDate;

/**
 * Where an imported list comes from.
 *
 * @param name for people, as in "LiteLLM model_prices_and_context_window.json"
 * @param asOf the day the list was current
 */
public record ListSource(String name, LocalDate asOf) {}
