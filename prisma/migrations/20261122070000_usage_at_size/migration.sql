-- Latency as a histogram in one number: a bucket's count stands in twelve decimal digits of its own, so that
-- histograms add by plain sums (lib/usage/latency.ts reads them; a test holds both lists of bounds equal).
-- The bounds are 2^(n/4) ms: a percentile is right to within 19 %.
CREATE FUNCTION latency_histogram(ms integer) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT ('1' || repeat('0', 12 * width_bucket(ms, ARRAY[
    1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13, 16, 19, 23, 27, 32, 38, 45, 54, 64, 76, 91, 108, 128, 152, 181, 215, 256,
    304, 362, 431, 512, 609, 724, 861, 1024, 1218, 1448, 1722, 2048, 2435, 2896, 3444, 4096, 4871, 5793, 6889,
    8192, 9742, 11585, 13777, 16384, 19484, 23170, 27554, 32768, 38968, 46341, 55109, 65536, 77936, 92682, 110218,
    131072, 155872, 185364, 220436, 262144, 311744, 370728, 440872, 524288, 623487])))::numeric
$$;

ALTER TABLE "rollups_minute"
    ADD COLUMN "latency" NUMERIC NOT NULL DEFAULT 0,
    ADD COLUMN "first_byte" NUMERIC NOT NULL DEFAULT 0;
ALTER TABLE "rollups_quarter"
    ADD COLUMN "latency" NUMERIC NOT NULL DEFAULT 0,
    ADD COLUMN "first_byte" NUMERIC NOT NULL DEFAULT 0;

UPDATE rollups_minute r SET latency = e.latency, first_byte = e.first_byte FROM (
  SELECT workspace_id, date_bin('1 minute', admitted_at, timestamptz 'epoch') AS start_at,
         coalesce(key_id::text, 'session') AS key_id, user_id, resource, model, outcome,
         sum(latency_histogram(duration_ms)) AS latency, coalesce(sum(latency_histogram(first_byte_ms)), 0) AS first_byte
  FROM usage_events WHERE rank = 2 GROUP BY 1, 2, 3, 4, 5, 6, 7) AS e
WHERE (r.workspace_id, r.start_at, r.key_id, r.user_id, r.resource, r.model, r.outcome)
    = (e.workspace_id, e.start_at, e.key_id, e.user_id, e.resource, e.model, e.outcome);
UPDATE rollups_quarter r SET latency = m.latency, first_byte = m.first_byte FROM (
  SELECT workspace_id, date_bin('15 minutes', start_at, timestamptz 'epoch') AS start_at, key_id, user_id,
         resource, model, outcome, sum(latency) AS latency, sum(first_byte) AS first_byte
  FROM rollups_minute GROUP BY 1, 2, 3, 4, 5, 6, 7) AS m
WHERE (r.workspace_id, r.start_at, r.key_id, r.user_id, r.resource, r.model, r.outcome)
    = (m.workspace_id, m.start_at, m.key_id, m.user_id, m.resource, m.model, m.outcome);

-- Refusals by quarter-hours as well: minutes are not kept for ever.
CREATE TABLE "denials_quarter" (
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "limit" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "denied" BIGINT NOT NULL,

    CONSTRAINT "denials_quarter_pkey" PRIMARY KEY ("workspace_id","start_at","key_id","user_id","resource","model","limit","code")
);
INSERT INTO denials_quarter (start_at, workspace_id, key_id, user_id, resource, model, "limit", code, denied)
SELECT date_bin('15 minutes', start_at, timestamptz 'epoch'), workspace_id, key_id, user_id, resource, model,
       "limit", code, sum(denied)
FROM denials_minute GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- What the request explorer shows of a refusal.
ALTER TABLE "denial_receipts"
    ADD COLUMN "user_id" UUID,
    ADD COLUMN "resource" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "model" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "limits" JSONB;
CREATE INDEX "denial_receipts_workspace_id_at_id_idx" ON "denial_receipts"("workspace_id", "at", "id");
CREATE INDEX "denial_receipts_at_idx" ON "denial_receipts"("at");

-- The limits as a decision left them: of each key's last admitted requests.
CREATE TABLE "decision_receipts" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "limits" JSONB NOT NULL,

    CONSTRAINT "decision_receipts_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "decision_receipts_workspace_id_key_id_at_idx" ON "decision_receipts"("workspace_id", "key_id", "at");
CREATE INDEX "decision_receipts_at_idx" ON "decision_receipts"("at");

-- A month is attached, not created as a partition: that would wait for every reader of the ledger, and stop all
-- that come after.
CREATE OR REPLACE FUNCTION usage_events_ensure_month(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first timestamp := date_trunc('month', at AT TIME ZONE 'UTC');
  name text := format('usage_events_%s', to_char(first, 'YYYY_MM'));
BEGIN
  IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('usage_events_ensure_month'));
  IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE usage_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
  EXECUTE format('ALTER TABLE usage_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
    name, first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC');
END $$;
