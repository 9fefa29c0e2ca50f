-- A training set like that of an audit: ${units} prompts of about 1 kB, each answered by all ${models} models. Words are
-- drawn by Zipf's law; some tell how hard a prompt is, and models differ in what they can do. Draws are hashes of a number and a
-- salt, so that the same units come out whatever the threads do. ${file} is filled in too.
CREATE OR REPLACE MACRO draw(unit, salt) AS hash(unit * 10007 + salt) / 18446744073709551616.0; -- salts are below 10007
CREATE OR REPLACE MACRO word(kind, rank) AS kind || translate(rank::BIGINT::VARCHAR, '0123456789', 'abcdefghij'); -- digits are read alike
COPY (
    WITH units AS (
        SELECT unit, floor(20 * draw(unit, 1)) AS task, 4 * draw(unit, 2) - 2 AS difficulty
        FROM range(${units}) AS numbers(unit)
    ), prompts AS MATERIALIZED (
        SELECT *, array_to_string(list_transform(range(150), lambda place: CASE
            WHEN draw(unit, 1000 + place) < 0.1 THEN word('hard', floor(50 * (difficulty + 2 + draw(unit, 3000 + place))))
            ELSE word('w', floor(30000 ** draw(unit, 5000 + place))) END), ' ') AS prompt
        FROM units
    )
    SELECT
        printf('unit-%08d', unit) AS unit_id,
        printf('unit-%08d', unit) AS cluster_id,
        'task-' || task::BIGINT AS task,
        'bench' AS team,
        'bench' AS application,
        NULL::VARCHAR AS tenant,
        NULL::VARCHAR AS agent,
        prompt,
        NULL::VARCHAR AS prompt_reading,
        NULL::DOUBLE[] AS prompt_measures,
        NULL::INTEGER[] AS word_hashes,
        NULL::INTEGER[] AS pair_hashes,
        300::BIGINT AS input_tokens,
        TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(unit) AS occurred_at,
        'model-' || printf('%02d', ${models} - 1) AS incumbent,
        'model-' || printf('%02d', model) AS model,
        (draw(unit, 10 + model) < 1 / (1 + exp(difficulty - 4.0 * model / ${models})))::INTEGER::DOUBLE AS score,
        1.0::DOUBLE AS weight,
        0::INTEGER AS draws,
        (100 + floor(200 * draw(unit, 100 + model)))::BIGINT AS output_tokens,
        (1e6 * 1.6 ** model * (400 + floor(200 * draw(unit, 100 + model))))::BIGINT AS cost_picodollars,
        'bench' AS label_source
    FROM (SELECT *, unnest(range(${models})) AS model FROM prompts)
) TO ${file} (FORMAT parquet, COMPRESSION zstd)
