import { epochKey, shardOf, workspaceRevisionKey } from '../redis/keys';
import { createRevision, revisionTicket } from '../redis/revision';
import { store } from '../redis/store';

/** Makes the revisions of a workspace and its catalog in the store, under an epoch, which is made too. */
export async function makeRevisions(workspaceId: string, catalogId: string, rev = 1): Promise<void> {
  await store().pipeline([['SET', epochKey(shardOf(workspaceId)), 'test', 'NX']]);
  await loadRevisions(workspaceId, catalogId, rev);
}

/** Makes the revisions as a loader does, under whatever epoch stands. */
export async function loadRevisions(workspaceId: string, catalogId: string, rev = 1): Promise<void> {
  const shard = shardOf(workspaceId);
  for (const [kind, id] of [
    ['workspace', workspaceId],
    ['catalog', catalogId],
  ] as const) {
    await createRevision(kind, shard, id, rev, await revisionTicket(kind, shard, id));
  }
}

/** What the store holds as a workspace's revision; null without one. */
export async function storedRevision(workspaceId: string): Promise<number | null> {
  const key = workspaceRevisionKey(shardOf(workspaceId), workspaceId);
  const [stored] = (await store().pipeline([['GET', key]])) as [string | null];
  return stored === null ? null : Number(stored.split(':')[0]);
}
