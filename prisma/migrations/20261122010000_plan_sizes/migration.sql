-- Size limits of one upload, per plan: no counter belongs to them, so they are no plan_limits.
CREATE TABLE "plan_sizes" (
    "plan_id" UUID NOT NULL,
    "batch_files" INTEGER NOT NULL,
    "image_bytes" BIGINT NOT NULL,
    "document_bytes" BIGINT NOT NULL,
    "video_bytes" BIGINT NOT NULL,

    CONSTRAINT "plan_sizes_pkey" PRIMARY KEY ("plan_id")
);

ALTER TABLE "plan_sizes" ADD CONSTRAINT "plan_sizes_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE CASCADE ON UPDATE CASCADE;
