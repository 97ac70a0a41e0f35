import { db } from '../db/client';
import { SCOPES, type Scope } from '../plans/limit';
import type { Figure, FigureSource } from './figure';

/** Keys that are looked at together. */
const CHUNK = 50;

/**
 * Every counter of a workspace once: its own, its members' and its live keys'. Limits of a minute bind keys alone,
 * so they are seen through keys.
 * @throws what the source throws: the store does not answer
 */
export async function figuresOf(
  workspace: { id: string; name: string },
  source: FigureSource,
  nowMs: number,
): Promise<Figure[]> {
  const figures = new Map<string, Figure>();
  const add = (looked: Awaited<ReturnType<FigureSource['member']>>, subjects: Subjects) => {
    for (const limit of looked.data) {
      const scope = SCOPES.find((known) => known === limit.scope);
      const subject = scope && subjects[scope];
      if (!subject) continue;
      const name = `${subject.id} ${limit.id}`;
      if (!figures.has(name))
        figures.set(name, { subject: { scope, ...subject }, limit, atMs: Date.parse(looked.at) });
    }
  };
  const members = await db().member.findMany({
    where: { workspaceId: workspace.id },
    select: { user: { select: { id: true, name: true } } },
    orderBy: { userId: 'asc' },
  });
  const keys = await db().apiKey.findMany({
    where: {
      workspaceId: workspace.id,
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(nowMs) } }],
    },
    select: { id: true, name: true, owner: { select: { id: true, name: true } } },
    orderBy: { id: 'asc' },
  });
  for (let from = 0; from < keys.length; from += CHUNK) {
    const chunk = keys.slice(from, from + CHUNK);
    const looked = await source.keys(
      workspace.id,
      chunk.map(({ id }) => id),
    );
    for (const { id, name, owner } of chunk) {
      const seen = looked.get(id);
      if (seen) add(seen, { key: { id, name }, user: owner, workspace });
    }
  }
  // A browser session's own key scope is nobody's key.
  for (const { user } of members) add(await source.member(workspace.id, user.id), { user, workspace });
  return [...figures.values()];
}

type Subjects = Partial<Record<Scope, { id: string; name: string }>>;
