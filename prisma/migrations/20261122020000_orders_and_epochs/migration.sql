-- Settles that the store did not take, replayed until the ledger holds their events.
CREATE TABLE "settle_orders" (
    "id" UUID NOT NULL,
    "shard" INTEGER NOT NULL,
    "admitted_at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "settle_orders_pkey" PRIMARY KEY ("id")
);

-- Processes that may hold reservations; one that ends well removes itself.
CREATE TABLE "instances" (
    "id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instances_pkey" PRIMARY KEY ("id")
);

-- Shards whose counters are being rebuilt, and who has registered its holds again.
CREATE TABLE "rebuilds" (
    "shard" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rebuilds_pkey" PRIMARY KEY ("shard")
);

CREATE TABLE "rebuild_confirmations" (
    "rebuild_id" TEXT NOT NULL,
    "instance_id" UUID NOT NULL,
    "shard" INTEGER NOT NULL,

    CONSTRAINT "rebuild_confirmations_pkey" PRIMARY KEY ("rebuild_id","instance_id")
);

-- CreateIndex
CREATE INDEX "settle_orders_next_at_idx" ON "settle_orders"("next_at");

-- AddForeignKey
ALTER TABLE "rebuild_confirmations" ADD CONSTRAINT "rebuild_confirmations_shard_fkey" FOREIGN KEY ("shard") REFERENCES "rebuilds"("shard") ON DELETE CASCADE ON UPDATE CASCADE;
