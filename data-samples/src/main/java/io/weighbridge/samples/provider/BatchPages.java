package io.weighbridge.samples.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.provider.SimulatedBatch.Wire;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The collection of batches of one API, in pages, newest first.
 *
 * @param cursor the parameter that asks for what stands behind a batch
 * @param mostInPage batches that a page may be asked to have
 * @param json how the API shows a batch
 */
record BatchPages(
        SimulatedBatches batches, Wire wire, String cursor, int mostInPage, Function<SimulatedBatch, ObjectNode> json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A batch that was created by this API. */
    SimulatedBatch batch(String id) {
        return batches.find(id)
                .filter(batch -> batch.wire == wire)
                .orElseThrow(() -> ApiHandler.notFound("batch " + id));
    }

    ObjectNode page(Map<String, String> query) {
        int limit = Integer.parseInt(query.getOrDefault("limit", "20"));
        if (limit < 1 || limit > mostInPage) {
            throw ApiHandler.wrong("limit: must be in [1, " + mostInPage + "]");
        }
        List<SimulatedBatch> all = batches.newestFirst(wire);
        String after = query.get(cursor);
        int from = 0;
        for (int i = 0; after != null && i < all.size(); i++) {
            from = all.get(i).id.equals(after) ? i + 1 : from;
        }
        List<SimulatedBatch> page = all.subList(from, Math.min(all.size(), from + limit));
        ObjectNode list = JSON.createObjectNode();
        ArrayNode data = list.putArray("data");
        page.forEach(batch -> data.add(json.apply(batch)));
        list.put("first_id", page.isEmpty() ? null : page.getFirst().id);
        list.put("last_id", page.isEmpty() ? null : page.getLast().id);
        return list.put("has_more", from + page.size() < all.size());
    }
}
