package io.weighbridge.runner.provider;

import io.weighbridge.cli.ProviderApi;
import java.net.http.HttpRequest;

/** How a provider is asked. Requests and replies are OpenAI's on this side. */
public interface Protocol {
    static Protocol of(ProviderApi api) {
        return switch (api) {
            case OPENAI -> new OpenAiProtocol();
            case ANTHROPIC -> new AnthropicProtocol();
        };
    }

    /** Where one request is posted. */
    String path(Operation operation);

    /** A request to a resource of the API that says who asks. */
    HttpRequest.Builder request(Endpoint endpoint, String path);

    /**
     * The request as the provider takes it.
     *
     * @param body a request of the operation
     * @throws UntranslatableException if the provider has nothing that means the same
     */
    String requestBody(Operation operation, String body) throws UntranslatableException;

    /** A reply as OpenAI would give it; what is no answer comes back as it is. */
    String completion(String reply);
}
