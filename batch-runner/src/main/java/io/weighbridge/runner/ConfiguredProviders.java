package io.weighbridge.runner;

import io.weighbridge.cli.BadInputException;
import io.weighbridge.cli.Programs;
import io.weighbridge.cli.ProviderSettings;
import io.weighbridge.cli.Settings;
import io.weighbridge.runner.provider.Endpoint;
import io.weighbridge.runner.provider.GateLimits;
import io.weighbridge.runner.provider.Providers;
import io.weighbridge.runner.provider.SendGate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Finds an endpoint in the settings for every model that the policy can choose. */
final class ConfiguredProviders {
    private final Settings settings;
    private final Map<String, String> environment;
    private final int concurrency;
    private final Map<String, SendGate> gates = new HashMap<>();

    ConfiguredProviders(Settings settings, Map<String, String> environment) {
        this(settings, environment, settings.limits().concurrency());
    }

    /** @param concurrency calls in flight at once to one provider, of all that come from here */
    ConfiguredProviders(Settings settings, Map<String, String> environment, int concurrency) {
        this.settings = settings;
        this.environment = environment;
        this.concurrency = concurrency;
    }

    /**
     * @param models with the provider the policy names for each, which comes first if it is configured
     * @throws BadInputException if a model has no provider, or a provider's key is not in the environment
     */
    Providers of(Map<String, String> models) {
        Map<String, Endpoint> endpoints = new HashMap<>();
        models.forEach((model, named) -> {
            String provider = provider(model, named)
                    .orElseThrow(() -> new BadInputException("providers: none serves model " + model
                            + ", which this run can ask; add it to weighbridge.yaml"));
            endpoints.put(model, endpoint(provider));
            gates.computeIfAbsent(provider, any -> gate());
        });
        return new Providers(endpoints, gates);
    }

    /** @param named the provider that the policy names for the model */
    boolean isServed(String model, String named) {
        return provider(model, named).isPresent();
    }

    private Optional<String> provider(String model, String named) {
        if (serves(settings.providers().get(named), model)) {
            return Optional.of(named);
        }
        Optional<String> listing = settings.providers().entrySet().stream()
                .filter(provider -> provider.getValue().models().contains(model))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
        return listing.or(() -> settings.providers().entrySet().stream()
                .filter(provider -> provider.getValue().models().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst());
    }

    private static boolean serves(@Nullable ProviderSettings provider, String model) {
        return provider != null
                && (provider.models().isEmpty() || provider.models().contains(model));
    }

    private Endpoint endpoint(String name) {
        ProviderSettings provider = settings.providers().get(name);
        if (provider == null) {
            throw new IllegalArgumentException("provider " + name + " is not configured");
        }
        String variable = provider.apiKeyEnv();
        String key = variable == null ? null : environment.get(variable);
        if (variable != null && key == null) {
            throw new BadInputException(
                    "providers." + name + ".api_key_env: environment variable " + variable + " must be set");
        }
        requireProgram(name, provider.batchCommand());
        return Endpoint.of(name, provider.baseUrl().toString(), key, provider.api(), provider.batchDiscount())
                .withBatchCommand(provider.batchCommand());
    }

    private static void requireProgram(String name, List<String> batchCommand) {
        if (!batchCommand.isEmpty() && !Programs.canRun(batchCommand.getFirst())) {
            throw new BadInputException("providers." + name + ".batch_command: must be a program that can be run, was "
                    + batchCommand.getFirst());
        }
    }

    private SendGate gate() {
        return new SendGate(GateLimits.of(concurrency)
                .withRates(
                        boxed(settings.limits().requestsPerMinute()),
                        boxed(settings.limits().tokensPerMinute())));
    }

    private static @Nullable Integer boxed(OptionalInt limit) {
        return limit.isPresent() ? limit.getAsInt() : null;
    }
}
