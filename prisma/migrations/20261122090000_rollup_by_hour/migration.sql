-- Quarter-hours summed to hours: a month of a busy workspace is read from a quarter of the rows.
CREATE TABLE "rollups_hour" (LIKE "rollups_quarter" INCLUDING DEFAULTS,
    CONSTRAINT "rollups_hour_pkey" PRIMARY KEY ("workspace_id","start_at","key_id","user_id","resource","model","outcome"));

INSERT INTO rollups_hour (start_at, workspace_id, key_id, user_id, resource, model, outcome, requests, tokens_in,
  tokens_out, tokens_metered, cost_micros, messages, descriptions, duration_ms, latency, first_byte)
SELECT date_bin('1 hour', start_at, timestamptz 'epoch'), workspace_id, key_id, user_id, resource, model, outcome,
  sum(requests), sum(tokens_in), sum(tokens_out), sum(tokens_metered), sum(cost_micros), sum(messages),
  sum(descriptions), sum(duration_ms), sum(latency), sum(first_byte)
FROM rollups_quarter GROUP BY 1, 2, 3, 4, 5, 6, 7;
