import { db } from '../db/client';

export interface Names {
  workspaces: ReadonlyMap<string, { name: string; currency: string }>;
  keys: ReadonlyMap<string, string>;
  users: ReadonlyMap<string, string>;
}

/** What workspaces, keys and members are called, by id; what is gone is absent. Who may know is checked before. */
export async function namesOf(
  those: readonly { workspaceId: string; keyId: string | null; userId: string }[],
): Promise<Names> {
  if (those.length === 0) return { workspaces: new Map(), keys: new Map(), users: new Map() };
  const ids = (of: (one: (typeof those)[number]) => string | null) => ({
    id: { in: [...new Set(those.flatMap((one) => of(one) ?? []))] },
  });
  const [workspaces, keys, users] = await Promise.all([
    db().workspace.findMany({
      where: ids((one) => one.workspaceId),
      select: { id: true, name: true, catalog: { select: { currency: true } } },
    }),
    db().apiKey.findMany({ where: ids((one) => one.keyId), select: { id: true, name: true } }),
    db().user.findMany({ where: ids((one) => one.userId), select: { id: true, name: true } }),
  ]);
  return {
    workspaces: new Map(
      workspaces.map(({ id, name, catalog }) => [id, { name, currency: catalog.currency }]),
    ),
    keys: new Map(keys.map(({ id, name }) => [id, name])),
    users: new Map(users.map(({ id, name }) => [id, name])),
  };
}
