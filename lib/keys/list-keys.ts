import type { Actor } from '../actor';
import { accessTo } from '../auth/access';
import { db } from '../db/client';
import { literal } from '../db/like';
import { parse } from '../parse';
import { KEY_INCLUDE, type KeyFacts, keyFacts } from './key-facts';
import { listKeysQuery } from './schema';

/** The keys of a workspace, newest first, revoked ones included. Every member may read them. */
export async function listKeys(
  actor: Actor,
  workspaceId: string,
  query: unknown,
): Promise<{ keys: KeyFacts[]; nextCursor: string | null }> {
  await accessTo(actor, workspaceId);
  const { q, cursor, limit } = parse(listKeysQuery, query);
  const rows = await db().apiKey.findMany({
    where: {
      workspaceId,
      // Ids are time-ordered, so they are the cursor too.
      ...(cursor && { id: { lt: cursor } }),
      ...(q && { OR: [{ name: { contains: literal(q), mode: 'insensitive' } }, { last4: q }] }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
    include: KEY_INCLUDE,
  });
  const page = rows.slice(0, limit);
  return { keys: page.map(keyFacts), nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
