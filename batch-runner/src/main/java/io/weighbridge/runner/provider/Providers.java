package io.weighbridge.runner.provider;

import java.util.Map;
import java.util.Set;

/** Which endpoint serves which model, and the gate before each. */
public final class Providers {
    private final Map<String, Endpoint> endpoints;
    private final Map<String, SendGate> gates;

    /**
     * @param endpoints by model
     * @param gates by provider name
     */
    public Providers(Map<String, Endpoint> endpoints, Map<String, SendGate> gates) {
        this.endpoints = Map.copyOf(endpoints);
        this.gates = Map.copyOf(gates);
    }

    public Set<String> models() {
        return endpoints.keySet();
    }

    /** @throws IllegalArgumentException if no provider serves the model */
    public Endpoint of(String model) {
        Endpoint endpoint = endpoints.get(model);
        if (endpoint == null) {
            throw new IllegalArgumentException(
                    "providers: must serve model " + model + ", serve " + endpoints.keySet());
        }
        return endpoint;
    }

    /** The gates, by provider name. */
    public Map<String, SendGate> gates() {
        return gates;
    }

    public SendGate gateOf(Endpoint endpoint) {
        SendGate gate = gates.get(endpoint.provider());
        if (gate == null) {
            throw new IllegalArgumentException("providers." + endpoint.provider() + ": has no limits");
        }
        return gate;
    }
}
