-- A platform admin looks at one workspace as its owner does, for a while (lib/auth/acting.ts).
ALTER TABLE "sessions"
  ADD COLUMN "acting_workspace_id" UUID REFERENCES "workspaces" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
  ADD COLUMN "acting_write" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "acting_until" TIMESTAMPTZ(3);

CREATE INDEX "upgrade_requests_workspace_id_idx" ON "upgrade_requests" ("workspace_id", "id");
CREATE INDEX "sessions_acting_workspace_id_idx" ON "sessions" ("acting_workspace_id");
