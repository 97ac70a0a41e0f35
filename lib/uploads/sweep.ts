import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { log } from '../log';
import { applyNow, removeRows } from './releases';
import type { StoredObject } from './storage/port';
import { fileStorage } from './storage/storage';

const HOUR_MS = 3_600_000;
/**
 * Objects younger than this may still be on their way to a row. A whole one waits for its transaction alone; what
 * is still being written may take hours.
 */
const ORPHANS_AFTER = { wholeMs: HOUR_MS, partialMs: 48 * HOUR_MS };

const AT_ONCE = 100;

/** Ends pending uploads whose time is over: rows, level and what had arrived. @returns how many */
export const endExpired = (): Promise<number> =>
  removeAll(Prisma.sql`
    SELECT id FROM stored_files WHERE state = 'pending' AND expires_at <= now()
    ORDER BY expires_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`);

/** Removes the files of deleted workspaces, and what was on its way there when they were. @returns how many */
export const removeDeleted = (): Promise<number> =>
  removeAll(Prisma.sql`
    SELECT f.id FROM workspaces w JOIN stored_files f ON f.workspace_id = w.id
    WHERE w.deleted_at IS NOT NULL LIMIT ${AT_ONCE} FOR UPDATE OF f SKIP LOCKED`);

async function removeAll(ids: Prisma.Sql): Promise<number> {
  let count = 0;
  for (;;) {
    const releases = await removeRows(Prisma.sql`id IN (${ids})`);
    await applyNow(releases);
    count += releases.length;
    if (releases.length < AT_ONCE) return count;
  }
}

/**
 * Removes what lies in storage without a row: of processes that died while they wrote. Any number of instances may
 * do so side by side. @returns how many objects went
 */
export async function removeOrphans(after = ORPHANS_AFTER): Promise<number> {
  const storage = await fileStorage();
  let count = 0;
  const remove = async (objects: readonly StoredObject[]) => {
    const names = objects.map(({ name }) => name);
    const rows = await db().storedFile.findMany({ where: { id: { in: names } }, select: { id: true } });
    const known = new Set(rows.map(({ id }) => id));
    for (const { name } of objects.filter((object) => !known.has(object.name))) {
      await storage.remove(name);
      log().info({ name }, 'an object that no file has was removed');
      count++;
    }
  };
  let batch: StoredObject[] = [];
  for await (const object of storage.list()) {
    const ageMs = Date.now() - object.modifiedAtMs;
    if (ageMs < (object.whole ? after.wholeMs : after.partialMs)) continue;
    batch.push(object);
    if (batch.length < AT_ONCE) continue;
    await remove(batch);
    batch = [];
  }
  if (batch.length > 0) await remove(batch);
  return count;
}
