package io.weighbridge.audit.ingest;

import io.weighbridge.audit.lake.CallTable;
import io.weighbridge.audit.lake.Origin;
import io.weighbridge.audit.lake.OutcomeId;
import io.weighbridge.audit.lake.OutcomeTable;
import io.weighbridge.audit.lake.RejectedRow;
import io.weighbridge.audit.prices.Pricing;
import io.weighbridge.routing.FeatureExtractor;
import io.weighbridge.routing.FeatureSchema;
import io.weighbridge.routing.PromptFeatures;
import io.weighbridge.tokenlog.CanonicalCall;
import io.weighbridge.tokenlog.PromptPrefixes;
import io.weighbridge.tokenlog.format.Reading;
import io.weighbridge.tokenlog.privacy.TextPolicy;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Makes readings rows of the lake: calls get their task, which rules may see in their text, and then their price. */
final class LakeRows {
    private final TextPolicy texts;
    private final Pricing pricing;
    private final TaskAssignment tasks;
    private final TokenEstimator tokens = new TokenEstimator();
    private final FeatureExtractor features = FeatureExtractor.of(FeatureSchema.defaults());

    LakeRows(TextPolicy texts, Pricing pricing, TaskAssignment tasks) {
        this.texts = texts;
        this.pricing = pricing;
        this.tasks = tasks;
    }

    Row row(InputFile file, Reading reading) {
        Origin origin = new Origin(file.sha256(), reading.line());
        return switch (reading) {
            case Reading.OfCall call -> {
                CanonicalCall kept = texts.apply(tokens.estimated(tasks.assign(call.call())));
                yield CallTable.row(
                        pricing.price(kept),
                        origin,
                        prefixes(call.call(), kept),
                        features(call.call().request().prompt()),
                        texts.promptSketch(call.call().request().prompt()));
            }
            case Reading.OfOutcome outcome ->
                OutcomeTable.row(
                        texts.apply(outcome.outcome()),
                        OutcomeId.of(outcome.outcome(), outcome.rowId()),
                        origin,
                        texts.promptHash(outcome.outcome().prompt()),
                        features(outcome.outcome().prompt()));
            case Reading.Rejected rejected ->
                new RejectedRow(origin, rejected.file(), rejected.field(), rejected.rule(), rejected.value()).row();
        };
    }

    /** Of the redacted prompt: a kept one is redacted already. */
    private @Nullable PromptPrefixes prefixes(CanonicalCall read, CanonicalCall kept) {
        String prompt = read.request().prompt();
        if (prompt == null) {
            return null;
        }
        String redacted = kept.request().prompt();
        return texts.prefixes(redacted == null ? texts.redacted(prompt) : redacted);
    }

    /** Of the redacted prompt, which is what a trainer would see if it were kept. */
    private @Nullable PromptFeatures features(@Nullable String prompt) {
        return prompt == null || !texts.keepsFeatures() ? null : features.promptFeatures(texts.redacted(prompt));
    }
}
