import { seedCatalogs } from '../../prisma/catalogs/seed';
import { db } from '../db/client';
import { startUpstream } from '../demo/upstream/server';
import { newId } from '../ids';
import { hashSecret, last4, makeSecret } from '../secret';

/** The demo's upstream, with the catalogs of the file's own database pointing at it. */
export async function gatewayForTests() {
  const upstream = await startUpstream({ port: 0, host: '127.0.0.1' });
  await seedCatalogs(db(), { upstreamBaseUrl: `${upstream.url}/v1`, demoModels: true });
  return upstream;
}

interface KeyRow {
  plan?: string;
  rpm?: number;
  tpm?: number;
  budgetMicros?: number;
  models?: string[];
  scopes?: string[];
  ips?: string[];
  expiresAt?: Date;
}

/** A key straight into the table. @returns its id and its secret */
export async function makeKey(
  workspace: { id: string; catalogId: string },
  ownerId: string,
  row: KeyRow = {},
): Promise<{ id: string; key: string }> {
  const { plan, rpm, tpm, budgetMicros, ...rest } = row;
  const catalog = await db().catalog.findUniqueOrThrow({ where: { id: workspace.catalogId } });
  const key = makeSecret(catalog.keyPrefix);
  const pinned = plan
    ? await db().plan.findUniqueOrThrow({ where: { catalogId_slug: { catalogId: catalog.id, slug: plan } } })
    : null;
  const { id } = await db().apiKey.create({
    data: {
      id: newId(),
      workspaceId: workspace.id,
      ownerId,
      name: 'test',
      hash: hashSecret(key),
      prefix: catalog.keyPrefix,
      last4: last4(key),
      planId: pinned?.id ?? null,
      rpm: rpm === undefined ? null : BigInt(rpm),
      tpm: tpm === undefined ? null : BigInt(tpm),
      budgetMicros: budgetMicros === undefined ? null : BigInt(budgetMicros),
      budgetPeriod: budgetMicros === undefined ? null : 'lifetime',
      ...rest,
    },
  });
  return { id, key };
}
