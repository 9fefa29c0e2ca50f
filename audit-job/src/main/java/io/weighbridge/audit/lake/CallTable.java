package io.weighbridge.audit.lake;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.tokenlog.Attribution;
import io.weighbridge.tokenlog.CallCost;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.Decision;
import io.weighbridge.tokenlog.PromptPrefixes;
import io.weighbridge.tokenlog.Request;
import io.weighbridge.tokenlog.Response;
import io.weighbridge.tokenlog.Spend;
import io.weighbridge.tokenlog.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The table of calls: the columns of the canonical call, the day in UTC, the model that is charged for, and money in
 * picodollars (1e-12 USD). {@code null} is unknown; {@code spend_picodollars} is what the call counts for, between the
 * bounds {@code spend_low_picodollars} and {@code spend_high_picodollars} where it is unknown. There is one row per source
 * and call id: of several that were read, the one with the latest {@code updated_at}; {@code is_correction} says that it
 * took the place of an earlier one, which is unknown (null) before lake format 2. {@code feature_weight} says for how many
 * calls the features of this one stand, 1 / the probability with which they were kept; null where they were not.
 * {@code prompt_sketch} is unknown before lake format 4, as are {@code prompt_bytes} and {@code prefix_hashes}; these two are of the
 * beginnings of the prompt ({@link PromptPrefixes}), the hashes null where it is shorter than the first.
 */
public final class CallTable {
    public static final StructType SCHEMA = FeatureColumns.add(new StructType()
                    .add("day", DateType, false)
                    .add("source", StringType, false)
                    .add("call_id", StringType, false)
                    .add("occurred_at", TimestampType, false)
                    .add("tenant", StringType)
                    .add("team", StringType)
                    .add("application", StringType)
                    .add("agent", StringType)
                    .add("task", StringType)
                    .add("workflow_id", StringType)
                    .add("step", IntegerType)
                    .add("parent_call_id", StringType)
                    .add("session_id", StringType)
                    .add("provider", StringType)
                    .add("requested_model", StringType, false)
                    .add("response_model", StringType)
                    .add("model", StringType, false)
                    .add("service_tier", StringType)
                    .add("prompt", StringType)
                    .add("prompt_hash", StringType)
                    .add("template_id", StringType)
                    .add("prompt_sketch", LongType)
                    .add("prompt_bytes", LongType)
                    .add("prefix_hashes", createArrayType(LongType, false))
                    .add("input_token_estimate", LongType)
                    .add("labels", createMapType(StringType, StringType, false), false)
                    .add("decision_policy_id", StringType)
                    .add("decision_chosen_model", StringType)
                    .add("decision_propensity", DoubleType)
                    .add("decision_reason", StringType)
                    .add("decision_candidates", createArrayType(StringType, false))
                    .add("response_text", StringType)
                    .add("response_hash", StringType)
                    .add("latency_ms", LongType)
                    .add("time_to_first_token_ms", LongType)
                    .add("finish_reason", StringType)
                    .add("status", StringType, false)
                    .add("error", StringType)
                    .add("attempt", IntegerType, false)
                    .add("input_tokens", LongType)
                    .add("cache_read_tokens", LongType)
                    .add("cache_write_5m_tokens", LongType)
                    .add("cache_write_1h_tokens", LongType)
                    .add("output_tokens", LongType)
                    .add("reasoning_tokens", LongType)
                    .add("audio_input_tokens", LongType)
                    .add("cached_audio_input_tokens", LongType)
                    .add("audio_output_tokens", LongType)
                    .add("web_searches", LongType)
                    .add("billed_picodollars", LongType)
                    .add("input_picodollars", LongType)
                    .add("cache_read_picodollars", LongType)
                    .add("cache_write_picodollars", LongType)
                    .add("output_picodollars", LongType)
                    .add("request_picodollars", LongType)
                    .add("computed_picodollars", LongType)
                    .add("spend_picodollars", LongType)
                    .add("spend_low_picodollars", LongType, false)
                    .add("spend_high_picodollars", LongType)
                    .add("spend_basis", StringType, false)
                    .add("pricing_status", StringType, false)
                    .add("price_version", StringType, false)
                    .add("file_sha256", StringType, false)
                    .add("line", LongType, false)
                    .add("updated_at", TimestampType)
                    .add("is_correction", BooleanType))
            .add("feature_weight", DoubleType)
            .add("output_token_estimate", LongType)
            .add("raw_usage", StringType);

    private static final RowLayout LAYOUT = new RowLayout(SCHEMA);

    private CallTable() {}

    /** The row of a priced call. */
    public static Row row(PricedCall priced, Origin origin) {
        return row(priced, origin, null, null, OptionalLong.empty());
    }

    /** The row of a priced call with what is kept of its prompt. */
    public static Row row(
            PricedCall priced,
            Origin origin,
            @Nullable PromptPrefixes prefixes,
            @Nullable PromptFeatures features,
            OptionalLong promptSketch) {
        CanonicalCall call = priced.call();
        RowBuilder row = LAYOUT.newRow();
        identity(row, call);
        attribution(row, call.attribution());
        request(row, call.request());
        decision(row, call.decision());
        response(row, call.response());
        UsageColumns.set(row, call.usage());
        row.set("raw_usage", call.rawUsage());
        row.set("model", priced.model());
        prefixes(row, prefixes);
        money(row, priced);
        row.set("prompt_sketch", promptSketch.isPresent() ? promptSketch.getAsLong() : null);
        FeatureColumns.set(row, features).set("feature_weight", features == null ? null : 1.0);
        return row.set("file_sha256", origin.fileSha256())
                .set("line", origin.line())
                .set("updated_at", call.updatedAt())
                .set("is_correction", false)
                .build();
    }

    /** The same row with the money of another price book; what was billed stays. */
    public static Row repriced(Row row, PricedCall priced) {
        RowBuilder changed = LAYOUT.newRow();
        for (String column : SCHEMA.fieldNames()) {
            changed.set(column, row.getAs(column));
        }
        money(changed, priced);
        return changed.build();
    }

    /** The canonical call of a row, without its money beyond the billed cost. */
    public static CanonicalCall call(Row row) {
        Cells cells = new Cells(row);
        return new CanonicalCall(
                cells.text("source"),
                cells.text("call_id"),
                cells.instant("occurred_at"),
                attribution(cells),
                request(cells),
                response(cells),
                UsageColumns.usage(cells),
                cells.usdOrNull("billed_picodollars"),
                decision(cells),
                cells.instantOrNull("updated_at"),
                cells.textOrNull("raw_usage"));
    }

    private static void identity(RowBuilder row, CanonicalCall call) {
        row.set("day", day(call.occurredAt()))
                .set("source", call.source())
                .set("call_id", call.callId())
                .set("occurred_at", call.occurredAt());
    }

    private static LocalDate day(Instant occurredAt) {
        return occurredAt.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static void attribution(RowBuilder row, Attribution attribution) {
        row.set("tenant", attribution.tenant())
                .set("team", attribution.team())
                .set("application", attribution.application())
                .set("agent", attribution.agent())
                .set("task", attribution.task())
                .set("workflow_id", attribution.workflowId())
                .set("step", attribution.step())
                .set("parent_call_id", attribution.parentCallId())
                .set("session_id", attribution.sessionId());
    }

    private static Attribution attribution(Cells cells) {
        return new Attribution(
                cells.textOrNull("tenant"),
                cells.textOrNull("team"),
                cells.textOrNull("application"),
                cells.textOrNull("agent"),
                cells.textOrNull("task"),
                cells.textOrNull("workflow_id"),
                cells.smallOrNull("step"),
                cells.textOrNull("parent_call_id"),
                cells.textOrNull("session_id"));
    }

    private static void request(RowBuilder row, Request request) {
        row.set("provider", request.provider())
                .set("requested_model", request.requestedModel())
                .set("service_tier", request.serviceTier())
                .set("prompt", request.prompt())
                .set("prompt_hash", request.promptHash())
                .set("template_id", request.templateId())
                .set("input_token_estimate", request.inputTokenEstimate())
                .set("labels", CollectionConverters.asScala(request.labels()));
    }

    private static Request request(Cells cells) {
        return new Request(
                cells.textOrNull("provider"),
                cells.text("requested_model"),
                cells.textOrNull("service_tier"),
                cells.textOrNull("prompt"),
                cells.textOrNull("prompt_hash"),
                cells.textOrNull("template_id"),
                cells.wholeOrNull("input_token_estimate"),
                cells.map("labels"));
    }

    private static void prefixes(RowBuilder row, @Nullable PromptPrefixes prefixes) {
        row.set("prompt_bytes", prefixes == null ? null : prefixes.promptBytes())
                .set(
                        "prefix_hashes",
                        prefixes == null || prefixes.hashes().isEmpty()
                                ? null
                                : prefixes.hashes().toArray());
    }

    private static void decision(RowBuilder row, @Nullable Decision decision) {
        row.set("decision_policy_id", decision == null ? null : decision.policyId())
                .set("decision_chosen_model", decision == null ? null : decision.chosenModel())
                .set("decision_propensity", decision == null ? null : decision.propensity())
                .set("decision_reason", decision == null ? null : decision.reason())
                .set(
                        "decision_candidates",
                        decision == null ? null : decision.candidates().toArray());
    }

    private static @Nullable Decision decision(Cells cells) {
        String policyId = cells.textOrNull("decision_policy_id");
        return policyId == null
                ? null
                : new Decision(
                        policyId,
                        cells.text("decision_chosen_model"),
                        cells.real("decision_propensity"),
                        cells.text("decision_reason"),
                        cells.list("decision_candidates"));
    }

    private static void response(RowBuilder row, Response response) {
        row.set("response_model", response.responseModel())
                .set("response_text", response.text())
                .set("response_hash", response.textHash())
                .set("latency_ms", response.latencyMillis())
                .set("time_to_first_token_ms", response.timeToFirstTokenMillis())
                .set("finish_reason", response.finishReason())
                .set("status", response.status())
                .set("error", response.error())
                .set("attempt", response.attempt())
                .set("output_token_estimate", response.outputTokenEstimate());
    }

    private static Response response(Cells cells) {
        Integer attempt = cells.smallOrNull("attempt");
        return new Response(
                cells.textOrNull("response_model"),
                cells.textOrNull("response_text"),
                cells.textOrNull("response_hash"),
                cells.wholeOrNull("latency_ms"),
                cells.wholeOrNull("time_to_first_token_ms"),
                cells.textOrNull("finish_reason"),
                cells.text("status"),
                cells.textOrNull("error"),
                attempt == null ? 1 : attempt,
                cells.wholeOrNull("output_token_estimate"));
    }

    private static void money(RowBuilder row, PricedCall priced) {
        CallCost cost = priced.cost();
        Spend spend = priced.spend();
        CallCost.Components components = cost.components();
        row.set("billed_picodollars", picodollars(priced.call().billedCost()))
                .set("input_picodollars", components == null ? null : picodollars(components.input()))
                .set("cache_read_picodollars", components == null ? null : picodollars(components.cacheRead()))
                .set("cache_write_picodollars", components == null ? null : picodollars(components.cacheWrite()))
                .set("output_picodollars", components == null ? null : picodollars(components.output()))
                .set("request_picodollars", components == null ? null : picodollars(components.request()))
                .set("computed_picodollars", picodollars(cost.total()))
                .set("spend_picodollars", picodollars(spend.amount()))
                .set("spend_low_picodollars", picodollars(spend.low()))
                .set("spend_high_picodollars", picodollars(spend.high()))
                .set("spend_basis", priced.basis())
                .set("pricing_status", priced.status().label())
                .set("price_version", cost.priceVersion());
    }

    private static @Nullable Long picodollars(@Nullable Usd amount) {
        return amount == null ? null : amount.picodollars();
    }
}
