-- Thresholds on limits, what crossed them, and who was told of it (lib/alerts).
ALTER TABLE "members" ADD COLUMN "alerts_seen_at" TIMESTAMPTZ(3);

CREATE TYPE "delivery_status" AS ENUM ('pending', 'delivered', 'failed');

CREATE TABLE "alert_rules" (
  "id" UUID NOT NULL PRIMARY KEY,
  "workspace_id" UUID NOT NULL REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "name" TEXT NOT NULL,
  "limit" TEXT,
  "thresholds" INTEGER[],
  "projected" BOOLEAN NOT NULL,
  "email" TEXT NOT NULL,
  "webhook_ids" UUID[],
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "alert_rules_workspace_id_id_idx" ON "alert_rules" ("workspace_id", "id");

CREATE TABLE "alerts" (
  "id" UUID NOT NULL PRIMARY KEY,
  "workspace_id" UUID NOT NULL REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "rule_id" UUID REFERENCES "alert_rules" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
  "rule_name" TEXT NOT NULL,
  "threshold" INTEGER NOT NULL,
  "limit" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "subject_id" UUID NOT NULL,
  "subject_name" TEXT NOT NULL,
  "period_start" TIMESTAMPTZ(3) NOT NULL,
  "capacity" BIGINT NOT NULL,
  "used" BIGINT NOT NULL,
  "reset_at" TIMESTAMPTZ(3),
  "projected_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "alerts_rule_id_limit_subject_id_threshold_period_start_capa_key"
  ON "alerts" ("rule_id", "limit", "subject_id", "threshold", "period_start", "capacity");
CREATE INDEX "alerts_workspace_id_id_idx" ON "alerts" ("workspace_id", "id");

CREATE TABLE "webhooks" (
  "id" UUID NOT NULL PRIMARY KEY,
  "workspace_id" UUID NOT NULL REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "name" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "sealed_secret" TEXT NOT NULL,
  "previous_secret" TEXT,
  "previous_until" TIMESTAMPTZ(3),
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "webhooks_workspace_id_id_idx" ON "webhooks" ("workspace_id", "id");

CREATE TABLE "deliveries" (
  "id" UUID NOT NULL PRIMARY KEY,
  "workspace_id" UUID NOT NULL REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "alert_id" UUID REFERENCES "alerts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "webhook_id" UUID REFERENCES "webhooks" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "email" TEXT,
  "type" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "status" "delivery_status" NOT NULL DEFAULT 'pending',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "log" JSONB NOT NULL DEFAULT '[]',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX "deliveries_status_next_attempt_at_idx" ON "deliveries" ("status", "next_attempt_at");
CREATE INDEX "deliveries_workspace_id_id_idx" ON "deliveries" ("workspace_id", "id");
CREATE INDEX "deliveries_alert_id_idx" ON "deliveries" ("alert_id");
CREATE INDEX "deliveries_webhook_id_idx" ON "deliveries" ("webhook_id");
