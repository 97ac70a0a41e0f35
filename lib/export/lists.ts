import type { Actor } from '../actor';
import { auditEntries } from '../audit/query';
import type { AuditView } from '../audit/schema';
import { db } from '../db/client';
import { listKeys } from '../keys/list-keys';
import { listMembers } from '../workspaces/list-members';

type Page<T> = { data: T[]; nextCursor: string | null };

/** Every page of a list, one after the other. */
async function* pages<T>(read: (cursor: object) => Promise<Page<T>>): AsyncGenerator<T[]> {
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read(cursor === null ? {} : { cursor });
    if (page.data.length > 0) yield page.data;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

export const memberPages = (actor: Actor, id: string) =>
  pages(async (cursor) => listMembers(actor, id, { ...cursor, limit: '200' }));

export const keyPages = (actor: Actor, id: string) =>
  pages(async (cursor) => {
    const { keys, nextCursor } = await listKeys(actor, id, { ...cursor, limit: '500' });
    return { data: keys, nextCursor };
  });

export const auditPages = (id: string): AsyncGenerator<AuditView[]> =>
  pages((cursor) => auditEntries({ ...cursor, limit: 200 }, [id]));

const FILES_AT_ONCE = 500;

/** Stored files, oldest first; their contents are fetched one by one. */
export const filePages = (workspaceId: string) =>
  pages(async (cursor: { cursor?: string }) => {
    const rows = await db().storedFile.findMany({
      where: { workspaceId, state: 'stored', ...(cursor.cursor && { id: { gt: cursor.cursor } }) },
      orderBy: { id: 'asc' },
      take: FILES_AT_ONCE,
    });
    const full = rows.length === FILES_AT_ONCE;
    return { data: rows, nextCursor: full ? (rows.at(-1)?.id ?? null) : null };
  });
