-- What each instance tells of itself, for the system page: when it started and how long its decisions took.
ALTER TABLE "instances" ADD COLUMN "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "instances" ADD COLUMN "figures" JSONB;

-- Use of a key that an administrator took out of a counter: what the ledger says less this is what it counts.
CREATE TABLE "counter_resets" (
  "id" UUID NOT NULL PRIMARY KEY,
  "workspace_id" UUID NOT NULL REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "key_id" UUID NOT NULL,
  "counter" TEXT NOT NULL,
  "period_start" TIMESTAMPTZ(3) NOT NULL,
  "forgiven" BIGINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL
);
CREATE INDEX "counter_resets_key_id_counter_idx" ON "counter_resets" ("key_id", "counter");
CREATE INDEX "counter_resets_workspace_id_idx" ON "counter_resets" ("workspace_id");

-- Old alerts and messages are pruned by their age.
CREATE INDEX "alerts_created_at_idx" ON "alerts" ("created_at");
CREATE INDEX "deliveries_created_at_idx" ON "deliveries" ("created_at");
