import type { Actor } from '../actor';
import { requirePlatformAdmin } from '../auth/access';
import type { Tx } from '../db/client';
import { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import { isId } from '../ids';

/** Models and upstreams are the installation's: their addresses and prices are for platform admins alone. */
export const requireModelAdmin = (actor: Actor): void =>
  requirePlatformAdmin(actor, 'see and change models and upstreams');

const missing = (what: string) => new AppError('not_found', `There is no ${what} with this id.`);

/**
 * A row to be changed, held so that two admins take turns at it.
 * @throws AppError `not_found`
 */
export async function lockUpstream(tx: Tx, id: string) {
  if (!isId(id)) throw missing('upstream');
  await tx.$queryRaw`select 1 from upstreams where id = ${id}::uuid for update`;
  const row = await tx.upstream.findUnique({ where: { id }, include: UPSTREAM_INCLUDE });
  if (!row) throw missing('upstream');
  return row;
}

/** The same for a model. */
export async function lockModel(tx: Tx, id: string) {
  if (!isId(id)) throw missing('model');
  await tx.$queryRaw`select 1 from models where id = ${id}::uuid for update`;
  const row = await tx.model.findUnique({ where: { id }, include: MODEL_INCLUDE });
  if (!row) throw missing('model');
  return row;
}

export const UPSTREAM_INCLUDE = { _count: { select: { models: true } } } satisfies Prisma.UpstreamInclude;
export type UpstreamRow = Prisma.UpstreamGetPayload<{ include: typeof UPSTREAM_INCLUDE }>;

export const MODEL_INCLUDE = {
  catalog: { select: { currency: true } },
  upstream: { select: { id: true, name: true, enabled: true } },
} satisfies Prisma.ModelInclude;
export type ModelRow = Prisma.ModelGetPayload<{ include: typeof MODEL_INCLUDE }>;

/** Turns the database's refusal of a second thing of one name into a conflict that says so. */
export async function unlessTaken<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    throw new AppError('conflict', `There is already ${what}. Choose another name.`, { field: 'name' });
  }
}

/** Catalogs whose revision a change at an upstream raises: those with models there. */
export async function bumpsOfUpstream(tx: Tx, upstreamId: string) {
  const catalogs = await tx.model.findMany({
    where: { upstreamId },
    distinct: ['catalogId'],
    select: { catalogId: true },
  });
  return catalogs.map(({ catalogId }) => ({ kind: 'catalog' as const, id: catalogId }));
}
