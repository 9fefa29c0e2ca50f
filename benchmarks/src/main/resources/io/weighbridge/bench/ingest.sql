-- What an ingest of LiteLLM's spend logs does, as DuckDB does it best: the fields of the call out of the JSON, each call
-- once, a table partitioned by day. Without prices, quarantine, ledger or text. ${logs} and ${table} are filled in.
COPY (
    SELECT
        CAST(startTime AS DATE) AS day,
        request_id AS call_id,
        startTime AS occurred_at,
        organization_id AS tenant,
        coalesce(metadata ->> '$.user_api_key_team_alias', team_id) AS team,
        metadata ->> '$.user_api_key_alias' AS application,
        metadata ->> '$.spend_logs_metadata.task' AS task,
        agent_id AS agent,
        session_id,
        custom_llm_provider AS provider,
        model_group AS requested_model,
        model AS response_model,
        status,
        metadata ->> '$.error_information.error_class' AS error,
        response ->> '$.choices[0].finish_reason' AS finish_reason,
        date_diff('millisecond', startTime, endTime) AS latency_ms,
        date_diff('millisecond', startTime, completionStartTime) AS time_to_first_token_ms,
        prompt_tokens AS input_tokens,
        CAST(metadata ->> '$.usage_object.prompt_tokens_details.cached_tokens' AS BIGINT) AS cache_read_tokens,
        completion_tokens AS output_tokens,
        CAST(metadata ->> '$.usage_object.completion_tokens_details.reasoning_tokens' AS BIGINT) AS reasoning_tokens,
        CAST(spend AS DECIMAL(18, 12)) AS billed_usd,
        call_type,
        end_user,
        cache_hit,
        request_tags
    FROM read_json(
        ${logs},
        format = 'newline_delimited',
        columns = {
            request_id: 'VARCHAR', call_type: 'VARCHAR', spend: 'DOUBLE', prompt_tokens: 'BIGINT',
            completion_tokens: 'BIGINT', startTime: 'TIMESTAMP', endTime: 'TIMESTAMP', completionStartTime: 'TIMESTAMP',
            model: 'VARCHAR', model_group: 'VARCHAR', custom_llm_provider: 'VARCHAR', cache_hit: 'VARCHAR',
            request_tags: 'VARCHAR', organization_id: 'VARCHAR', team_id: 'VARCHAR', agent_id: 'VARCHAR',
            end_user: 'VARCHAR', session_id: 'VARCHAR', status: 'VARCHAR', metadata: 'VARCHAR', response: 'VARCHAR'
        })
    QUALIFY row_number() OVER (PARTITION BY request_id ORDER BY startTime) = 1
) TO ${table} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day))
