import type { Actor } from '../actor';
import { db } from '../db/client';
import { AppError } from '../errors';
import { isId } from '../ids';
import { requireModelAdmin, UPSTREAM_INCLUDE, type UpstreamRow } from './access';
import type { UpstreamView } from './schema';
import { upstreamView } from './upstream-view';

/** Every upstream, oldest first. @throws AppError `forbidden` */
export async function listUpstreams(actor: Actor): Promise<UpstreamView[]> {
  requireModelAdmin(actor);
  const rows = await db().upstream.findMany({ orderBy: { createdAt: 'asc' }, include: UPSTREAM_INCLUDE });
  return rows.map(upstreamView);
}

/** @throws AppError `forbidden`, `not_found` */
export const getUpstream = async (actor: Actor, id: string): Promise<UpstreamView> =>
  upstreamView(await findUpstream(actor, id));

/** The row of an upstream, its sealed key included: for verbs alone. @throws AppError `forbidden`, `not_found` */
export async function findUpstream(actor: Actor, id: string): Promise<UpstreamRow> {
  requireModelAdmin(actor);
  const row = isId(id) ? await db().upstream.findUnique({ where: { id }, include: UPSTREAM_INCLUDE }) : null;
  if (!row) throw new AppError('not_found', 'There is no upstream with this id.');
  return row;
}
