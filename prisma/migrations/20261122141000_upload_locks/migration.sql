-- Who writes to a resumable upload: one request at a time, whichever instance it reaches.
CREATE TABLE "upload_locks" (
  "file_id" UUID NOT NULL,
  "holder" UUID NOT NULL,
  "until" TIMESTAMPTZ(3) NOT NULL,
  "wanted" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "upload_locks_pkey" PRIMARY KEY ("file_id")
);
