-- Uploaded files, and what of their bytes is still to be taken out of the level of stored bytes.
CREATE TYPE "file_state" AS ENUM ('pending', 'stored');

CREATE TABLE "stored_files" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "key_id" UUID,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL DEFAULT '',
  "content_type" TEXT NOT NULL DEFAULT '',
  "bytes" BIGINT NOT NULL,
  "sha256" TEXT,
  "state" "file_state" NOT NULL DEFAULT 'stored',
  "via" TEXT NOT NULL,
  "reservation_id" UUID NOT NULL,
  "received" BIGINT NOT NULL DEFAULT 0,
  "progress" JSONB,
  "expires_at" TIMESTAMPTZ(3),
  "description" TEXT,
  "described_by" TEXT,
  "described_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "stored_at" TIMESTAMPTZ(3),
  CONSTRAINT "stored_files_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "stored_files_bytes_check" CHECK ("bytes" >= 0),
  CONSTRAINT "stored_files_workspace_id_fkey" FOREIGN KEY ("workspace_id")
    REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "stored_files_workspace_id_id_idx" ON "stored_files" ("workspace_id", "id");
CREATE INDEX "stored_files_expires_at_idx" ON "stored_files" ("expires_at");

CREATE TABLE "level_releases" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "reservation_id" UUID NOT NULL,
  "bytes" BIGINT NOT NULL,
  "object" UUID,
  "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "level_releases_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "level_releases_bytes_check" CHECK ("bytes" >= 0)
);

CREATE INDEX "level_releases_next_at_idx" ON "level_releases" ("next_at");
CREATE INDEX "level_releases_workspace_id_idx" ON "level_releases" ("workspace_id");
