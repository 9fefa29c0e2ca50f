package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/** /v1/files: uploads for batches, and the contents of what batches made. */
final class FilesHandler extends ApiHandler.OpenAi {
    private static final String CONTENT = "/content";

    private final SimulatedBatches batches;

    FilesHandler(ProviderOptions options, SimulatedBatches batches) {
        super(options);
        this.batches = batches;
    }

    @Override
    void respond(HttpExchange exchange) throws IOException {
        String path = pathBehind(exchange, "/v1/files");
        if (exchange.getRequestMethod().equals("POST") && path.isEmpty()) {
            upload(exchange);
        } else if (exchange.getRequestMethod().equals("GET") && path.endsWith(CONTENT)) {
            String id = path.substring(0, path.length() - CONTENT.length());
            sendLines(exchange, content(id), batches.isCut());
        } else {
            throw notFound("file");
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        Map<String, byte[]> parts = Multipart.read(
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestBody().readAllBytes());
        byte[] file = parts.get("file");
        if (file == null || !"batch".equals(Multipart.text(parts, "purpose"))) {
            throw wrong("file and purpose=batch: are required");
        }
        if (file.length > batches.options().mostBytes()) {
            throw new RefusedException(413, "invalid_request_error", "file: is too large");
        }
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("id", batches.store(file))
                .put("object", "file")
                .put("bytes", file.length)
                .put("purpose", "batch");
        Exchanges.sendJson(exchange, 200, ProviderJson.bytes(json));
    }

    private byte[] content(String id) {
        int dash = id.lastIndexOf('-');
        SimulatedBatch.Results results = dash < 0
                ? null
                : batches.find(id.substring(0, dash))
                        .map(batch -> batch.results)
                        .orElse(null);
        if (results != null) {
            return id.endsWith("-errors") ? results.errors() : results.output();
        }
        return batches.file(id).orElseThrow(() -> notFound("file " + id));
    }
}
