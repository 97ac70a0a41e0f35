-- One key's use: its last use, its sparkline, and what a counter that nobody kept is filled with.
-- CreateIndex
CREATE INDEX "rollups_quarter_workspace_id_key_id_start_at_idx" ON "rollups_quarter"("workspace_id", "key_id", "start_at");
