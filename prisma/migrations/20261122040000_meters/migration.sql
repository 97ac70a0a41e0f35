-- What a model's prices count; chat messages and AI descriptions in the ledger and its rollups.
ALTER TABLE "models" ADD COLUMN "meter" TEXT NOT NULL DEFAULT 'tokens';

ALTER TABLE "usage_events"
    ADD COLUMN "messages" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "descriptions" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "units" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "rollups_minute"
    ADD COLUMN "messages" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "descriptions" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "rollups_quarter"
    ADD COLUMN "messages" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "descriptions" BIGINT NOT NULL DEFAULT 0;
