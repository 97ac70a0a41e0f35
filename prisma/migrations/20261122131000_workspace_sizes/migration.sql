-- Upload sizes agreed with one workspace, in place of its plan's.
CREATE TABLE "workspace_sizes" (
  "workspace_id" UUID NOT NULL,
  "batch_files" INTEGER NOT NULL,
  "image_bytes" BIGINT NOT NULL,
  "document_bytes" BIGINT NOT NULL,
  "video_bytes" BIGINT NOT NULL,
  CONSTRAINT "workspace_sizes_pkey" PRIMARY KEY ("workspace_id"),
  CONSTRAINT "workspace_sizes_workspace_id_fkey" FOREIGN KEY ("workspace_id")
    REFERENCES "workspaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
