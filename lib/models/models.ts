import type * as z from 'zod';
import type { Actor } from '../actor';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { literal } from '../db/like';
import { AppError } from '../errors';
import { isId } from '../ids';
import { parse } from '../parse';
import { MODEL_INCLUDE, requireModelAdmin } from './access';
import { managedModelView } from './model-view';
import { listModelsQuery, type ManagedModelView } from './schema';

/**
 * Models of all catalogs, disabled and unlisted ones too, in the catalogs' order.
 * @throws AppError `forbidden`, `invalid_request`
 */
export async function listManagedModels(
  actor: Actor,
  query: unknown,
): Promise<{ data: ManagedModelView[]; nextCursor: string | null }> {
  requireModelAdmin(actor);
  const { cursor, limit, ...filter } = parse(listModelsQuery, query);
  const rows = await db().model.findMany({
    where: where(filter),
    orderBy: [{ catalog: { position: 'asc' } }, { catalogId: 'asc' }, { position: 'asc' }, { name: 'asc' }],
    include: MODEL_INCLUDE,
    take: limit + 1,
    ...(cursor && { cursor: { id: cursor }, skip: 1 }),
  });
  const data = rows.slice(0, limit).map(managedModelView);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

type Filter = Omit<z.infer<typeof listModelsQuery>, 'cursor' | 'limit'>;

function where({ q, catalog, resource, upstream, state }: Filter): Prisma.ModelWhereInput {
  const contains = q && { contains: literal(q), mode: 'insensitive' as const };
  return {
    ...(catalog && { catalogId: catalog }),
    ...(resource && { resource }),
    ...(upstream && { upstreamId: upstream }),
    ...(contains && { OR: [{ name: contains }, { upstreamModel: contains }] }),
    ...(state === 'unlisted' && { listed: false }),
    ...((state === 'enabled' || state === 'disabled') && { enabled: state === 'enabled' }),
  };
}

/** @throws AppError `forbidden`, `not_found` */
export async function getManagedModel(actor: Actor, id: string): Promise<ManagedModelView> {
  requireModelAdmin(actor);
  const row = isId(id) ? await db().model.findUnique({ where: { id }, include: MODEL_INCLUDE }) : null;
  if (!row) throw new AppError('not_found', 'There is no model with this id.');
  return managedModelView(row);
}
