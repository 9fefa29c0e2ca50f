package io.weighbridge.samples.month;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weighbridge.samples.truth.SampleUnit;
import io.weighbridge.samples.truth.SimulatedModel;
import io.weighbridge.tokenlog.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Attempts as rows of LiteLLM's spend logs (LiteLLM_SpendLogs in its schema.prisma), with prompts stored. The brand is
 * the organization, the team the key's team alias, the application the key's alias, and the task stands in
 * {@code metadata.spend_logs_metadata}, which callers of LiteLLM may fill.
 */
final class LiteLlmLines implements LogLines {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final Usage NOTHING = Usage.of(0, 0);

    @Override
    public String fileSuffix() {
        return ".litellm.jsonl.gz";
    }

    @Override
    public String line(Attempt attempt) {
        Usage usage = attempt.usage() == null ? NOTHING : attempt.usage();
        Assignment by = attempt.call().assignment();
        ObjectNode row = JSON.createObjectNode();
        row.put("request_id", attempt.id()).put("call_type", "acompletion").put("api_key", "");
        row.put("spend", spend(attempt, usage));
        row.put("total_tokens", usage.inputTokens() + usage.outputTokens());
        row.put("prompt_tokens", usage.inputTokens()).put("completion_tokens", usage.outputTokens());
        row.put("startTime", time(attempt.startedAt())).put("endTime", time(attempt.endedAt()));
        row.put("completionStartTime", time(attempt.endedAt()));
        row.put("model", attempt.model().label())
                .put("model_group", attempt.model().label());
        row.put("custom_llm_provider", SimulatedModel.PROVIDER);
        row.put("cache_hit", "None").put("cache_key", "Cache OFF").put("request_tags", "[]");
        row.put("organization_id", by.tenant()).put("team_id", by.workstream().team());
        row.put("end_user", "").put("user", "").put("session_id", by.sessionId());
        row.put("status", attempt.error() == null ? "success" : "failure");
        row.put("metadata", metadata(attempt, usage).toString());
        row.put("messages", messages(attempt.call().unit()).toString());
        row.put("response", response(attempt).toString());
        return row.toString();
    }

    private static BigDecimal spend(Attempt attempt, Usage usage) {
        return attempt.model().cost(usage).toBigDecimal().stripTrailingZeros();
    }

    private static ObjectNode metadata(Attempt attempt, Usage usage) {
        Workstream workstream = attempt.call().assignment().workstream();
        ObjectNode metadata = JSON.createObjectNode();
        metadata.put("user_api_key_alias", workstream.application());
        metadata.put("user_api_key_team_alias", workstream.team());
        metadata.putObject("spend_logs_metadata").put("task", attempt.task().label());
        ObjectNode counts = metadata.putObject("usage_object");
        counts.put("prompt_tokens", usage.inputTokens()).put("completion_tokens", usage.outputTokens());
        counts.put("total_tokens", usage.inputTokens() + usage.outputTokens());
        counts.putObject("prompt_tokens_details").put("cached_tokens", usage.cacheReadTokens());
        counts.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoningTokens());
        if (attempt.error() != null) {
            metadata.putObject("error_information").put("error_class", attempt.error());
        }
        return metadata;
    }

    private static ArrayNode messages(SampleUnit unit) {
        ArrayNode messages = JSON.createArrayNode();
        messages.addObject().put("role", "system").put("content", unit.system());
        messages.addObject().put("role", "user").put("content", unit.user());
        return messages;
    }

    private static ObjectNode response(Attempt attempt) {
        ObjectNode response = JSON.createObjectNode();
        if (attempt.usage() != null) {
            response.putArray("choices").addObject().put("finish_reason", attempt.finishReason());
        }
        return response;
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
