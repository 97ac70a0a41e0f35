-- Reservations that other services hold (lib/services): what it takes to settle them on any instance.
CREATE TABLE "verifications" (
  "id" UUID NOT NULL,
  "workspace_id" UUID NOT NULL,
  "shard" INTEGER NOT NULL,
  "admitted_at" TIMESTAMPTZ(3) NOT NULL,
  "lease_ends_at" TIMESTAMPTZ(3) NOT NULL,
  "held" TEXT NOT NULL,
  "settled" TEXT,
  "settled_at" TIMESTAMPTZ(3),
  CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "verifications_lease_ends_at_idx" ON "verifications" ("lease_ends_at");
