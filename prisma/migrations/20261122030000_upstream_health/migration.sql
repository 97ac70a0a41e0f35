-- An upstream can be switched off, and keeps what its last check found. A model may hide tokens it charges for.
ALTER TABLE "upstreams"
    ADD COLUMN "enabled" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "checked_at" TIMESTAMPTZ(3),
    ADD COLUMN "check_ok" BOOLEAN,
    ADD COLUMN "check_ms" INTEGER,
    ADD COLUMN "check_message" TEXT;

ALTER TABLE "models" ADD COLUMN "hides_tokens" BOOLEAN NOT NULL DEFAULT false;
