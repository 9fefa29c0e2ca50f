-- What an audit adds up from its calls, as DuckDB does it best: sums of whole numbers by day, team, application, task, model,
-- provider and tier, with quantiles of latency and counts of different prompts and sessions; the load by hour; which calls failed; which
-- ones a cache would have answered; the tokens of what is left. One pass for the sums, one for the hours, one that finds requests made more
-- than once by a hash of 64 bits, and one that takes their calls. Two hashes together tell requests apart, as in the audit.
-- ${calls} are the lake's data files; ${hours} is how long an answer is cached, ${days_before} the same in days, rounded up.
CREATE OR REPLACE TEMP VIEW calls AS
SELECT
    *,
    status = 'ok' AS answered,
    coalesce(lower(finish_reason) IN ('length', 'max_tokens'), false) AS cut_off,
    status = 'ok' AND spend_picodollars IS NOT NULL AND input_tokens IS NOT NULL AS metered
FROM read_parquet(${calls}, hive_partitioning = true)
WHERE day >= CAST(${from} AS DATE) - ${days_before};

CREATE OR REPLACE TEMP TABLE repeated_calls AS
SELECT
    day, team, application, task, model, provider, service_tier, source, call_id, answered, cut_off, metered, spend_picodollars,
    input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens,
    audio_input_tokens, cached_audio_input_tokens, audio_output_tokens, web_searches,
    epoch_us(occurred_at) AS micros,
    hash(tenant, model, prompt_hash) AS request,
    hash(prompt_hash, model, tenant) AS request_too
FROM calls
SEMI JOIN (
    SELECT hash(tenant, model, prompt_hash) AS request
    FROM calls
    WHERE prompt_hash IS NOT NULL
    GROUP BY request
    HAVING count(*) > 1
) AS requests ON hash(calls.tenant, calls.model, calls.prompt_hash) = requests.request
WHERE prompt_hash IS NOT NULL;

CREATE OR REPLACE TEMP TABLE sums AS
SELECT
    day, team, application, task, model, provider, service_tier,
    count(*) AS calls,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    sum(billed_picodollars) AS billed_picodollars,
    sum(computed_picodollars) AS computed_picodollars,
    sum(spend_picodollars) AS spend_picodollars,
    sum(spend_low_picodollars) AS spend_low_picodollars,
    sum(spend_high_picodollars) AS spend_high_picodollars,
    count(*) FILTER (spend_high_picodollars IS NULL) AS unbounded_calls,
    count(*) FILTER (spend_picodollars IS NULL AND input_tokens IS NOT NULL) AS unpriced_calls,
    count(*) FILTER (spend_picodollars IS NULL AND input_tokens IS NULL) AS usage_missing_calls,
    count(*) FILTER (spend_basis = 'estimated') AS estimated_calls,
    count(*) FILTER (NOT answered AND spend_picodollars > 0) AS failed_calls,
    sum(spend_picodollars) FILTER (NOT answered) AS failed_picodollars,
    0 AS repeated_calls,
    0 AS repeated_picodollars,
    count(spend_picodollars) FILTER (answered) AS remaining_calls,
    sum(spend_picodollars) FILTER (answered) AS remaining_picodollars,
    count(*) FILTER (metered) AS remaining_metered_calls,
    sum(input_tokens) FILTER (metered) AS remaining_input_tokens,
    sum(cache_read_tokens) FILTER (metered) AS remaining_cache_read_tokens,
    sum(cache_write_5m_tokens) FILTER (metered) AS remaining_cache_write_5m_tokens,
    sum(cache_write_1h_tokens) FILTER (metered) AS remaining_cache_write_1h_tokens,
    sum(output_tokens) FILTER (metered) AS remaining_output_tokens,
    sum(reasoning_tokens) FILTER (metered) AS remaining_reasoning_tokens,
    sum(audio_input_tokens) FILTER (metered) AS remaining_audio_input_tokens,
    sum(cached_audio_input_tokens) FILTER (metered) AS remaining_cached_audio_input_tokens,
    sum(audio_output_tokens) FILTER (metered) AS remaining_audio_output_tokens,
    sum(web_searches) FILTER (metered) AS remaining_web_searches,
    approx_quantile(latency_ms, [0.5, 0.95]) AS latency_quantiles,
    approx_count_distinct(prompt_hash) AS distinct_prompts,
    approx_count_distinct(session_id) AS distinct_sessions
FROM calls
WHERE day >= CAST(${from} AS DATE)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE load AS
SELECT
    day, team, application, task, model, provider, service_tier, hour(occurred_at) AS hour,
    count(*) AS calls,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens
FROM calls
WHERE day >= CAST(${from} AS DATE)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE spend AS
WITH
-- A call is one of its own day, and may have filled the cache of the days after it.
by_day AS (
    SELECT *, CAST(day + CAST(days_later AS INTEGER) AS DATE) AS for_day
    FROM repeated_calls
    CROSS JOIN range(${days_before} + 1) AS later(days_later)
),
ordered AS (
    SELECT
        *,
        NOT answered OR (cut_off AND coalesce(lead(micros) OVER requests - micros <= 3_600_000_000, false)) AS failed,
        row_number() OVER requests AS place
    FROM by_day
    WINDOW requests AS (PARTITION BY for_day, request, request_too ORDER BY micros, source, call_id)
),
-- The calls whose answers were stored: an answer lives for a fixed time, and one from the cache does not prolong it.
stored AS (
    SELECT
        for_day, request, request_too,
        list_reduce(
            list([{'place': place, 'micros': micros}] ORDER BY place),
            lambda kept, next: CASE
                WHEN next[1].micros - kept[-1].micros < ${hours} * 3_600_000_000 THEN kept
                ELSE kept || next END) AS kept
    FROM ordered
    WHERE NOT failed AND NOT cut_off
    GROUP BY ALL
),
fates AS (
    SELECT
        ordered.*,
        NOT failed AND coalesce(len(list_filter(
            kept,
            lambda one: one.place < ordered.place AND ordered.micros - one.micros < ${hours} * 3_600_000_000)) > 0, false) AS repeated
    FROM ordered
    LEFT JOIN stored USING (for_day, request, request_too)
    WHERE ordered.day = ordered.for_day
),
-- What the answered calls that were for nothing, or came from the cache, add to these and take from what remains.
changes AS (
    SELECT
        day, team, application, task, model, provider, service_tier,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        count(*) FILTER (failed AND spend_picodollars > 0),
        sum(spend_picodollars) FILTER (failed),
        count(*) FILTER (repeated AND spend_picodollars > 0),
        sum(spend_picodollars) FILTER (repeated),
        -count(spend_picodollars),
        -sum(spend_picodollars),
        -count(*) FILTER (metered),
        -sum(input_tokens) FILTER (metered),
        -sum(cache_read_tokens) FILTER (metered),
        -sum(cache_write_5m_tokens) FILTER (metered),
        -sum(cache_write_1h_tokens) FILTER (metered),
        -sum(output_tokens) FILTER (metered),
        -sum(reasoning_tokens) FILTER (metered),
        -sum(audio_input_tokens) FILTER (metered),
        -sum(cached_audio_input_tokens) FILTER (metered),
        -sum(audio_output_tokens) FILTER (metered),
        -sum(web_searches) FILTER (metered)
    FROM fates
    WHERE answered AND (failed OR repeated) AND day >= CAST(${from} AS DATE)
    GROUP BY ALL
)
SELECT
    day, team, application, task, model, provider, service_tier,
    sum(COLUMNS(* EXCLUDE (day, team, application, task, model, provider, service_tier)))
FROM (SELECT * EXCLUDE (latency_quantiles, distinct_prompts, distinct_sessions) FROM sums UNION ALL FROM changes)
GROUP BY ALL
