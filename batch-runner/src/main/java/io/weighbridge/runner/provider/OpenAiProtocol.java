package io.weighbridge.runner.provider;

import java.net.http.HttpRequest;

/** Chat completions, as they come. */
final class OpenAiProtocol implements Protocol {
    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public HttpRequest.Builder request(Endpoint endpoint, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resource(path));
        if (endpoint.apiKey() != null) {
            request.header("Authorization", "Bearer " + endpoint.apiKey());
        }
        return request;
    }

    @Override
    public String requestBody(String chat) {
        return chat;
    }

    @Override
    public String completion(String reply) {
        return reply;
    }
}
