import type * as z from 'zod';
import type { Work } from '../admission/work';
import { db } from '../db/client';
import { literal } from '../db/like';
import { parse } from '../parse';
import { aboutFiles, FILES, json } from './about-files';
import { viewOf } from './file-view';
import { listFilesQuery } from './schema';

type Query = z.output<typeof listFilesQuery>;

/** `GET /v1/files`, behind admission: the workspace's files, newest first, a page at a time; pending ones too. */
export const listFilesWork: Work<Query> = {
  resource: FILES,
  read: async (request) => parse(listFilesQuery, Object.fromEntries(new URL(request.url).searchParams)),
  prepare: async (query) =>
    aboutFiles(async ({ principal }) => json(await listFiles(principal.workspaceId, query))),
};

/** @param query as `listFilesQuery` reads it */
export async function listFiles(workspaceId: string, { query, kind, cursor, limit }: Query) {
  const contains = { contains: literal(query?.trim() ?? ''), mode: 'insensitive' as const };
  const rows = await db().storedFile.findMany({
    where: {
      workspaceId,
      // Ids are time-ordered, so they are the cursor too.
      ...(cursor && { id: { lt: cursor } }),
      ...(kind && { kind }),
      ...(query?.trim() && { OR: [{ name: contains }, { description: contains }] }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return { data: page.map(viewOf), next_cursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
