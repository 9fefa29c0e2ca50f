package io.weighbridge.runner.provider;

import java.net.http.HttpRequest;

/** Requests and replies as they come. */
final class OpenAiProtocol implements Protocol {
    @Override
    public String path(Operation operation) {
        return operation.path();
    }

    @Override
    public HttpRequest.Builder request(Endpoint endpoint, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resource(path));
        if (endpoint.apiKey() != null) {
            if (endpoint.isDatedAzure()) {
                request.header("api-key", endpoint.apiKey());
            } else {
                request.header("Authorization", "Bearer " + endpoint.apiKey());
            }
        }
        return request;
    }

    @Override
    public String requestBody(Operation operation, String body) {
        return body;
    }

    @Override
    public String completion(String reply) {
        return reply;
    }
}
