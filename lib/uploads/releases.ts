import { releaseStored } from '../admission/stored-level';
import { db } from '../db/client';
import { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import { log } from '../log';
import { fileStorage } from './storage/storage';

/**
 * Bytes that leave a workspace's level. A release is written in the statement that removes or shrinks a file's row,
 * so that rows and releases together are what the level has to be, at every instant. It is applied once by its id,
 * and goes when that is done and the object is gone too; one that is left is applied by whoever finds it.
 */
export interface LevelRelease {
  id: string;
  workspaceId: string;
  /** The admission whose settle put them there. */
  reservationId: string;
  /** 0: the level is lowered, the object is still to go. */
  bytes: bigint;
  /** Its object goes too. */
  object: string | null;
}

const COLUMNS = Prisma.sql`
  id, workspace_id AS "workspaceId", reservation_id AS "reservationId", bytes, object`;

/** Nobody else takes up what somebody is at. */
const TAKEN_S = 10;
/** What nobody could apply, since nobody keeps that level, is forgotten after so long. */
const KEPT_DAYS = 30;

/** Removes the rows that the condition names, and writes their releases. */
export const removeRows = (condition: Prisma.Sql): Promise<LevelRelease[]> =>
  db().$queryRaw<LevelRelease[]>`
    WITH gone AS (DELETE FROM stored_files WHERE ${condition} RETURNING id, workspace_id, reservation_id, bytes)
    INSERT INTO level_releases (id, workspace_id, reservation_id, bytes, object, next_at)
    SELECT gen_random_uuid(), workspace_id, reservation_id, bytes, id, now() + ${TAKEN_S} * interval '1 second'
    FROM gone RETURNING ${COLUMNS}`;

/** What became of a pending file: its content as it arrived. */
export interface Arrived {
  bytes: number;
  sha256: string;
  kind: string;
  contentType: string;
}

/**
 * Makes a pending file a stored one, and writes the release of what it declared beyond its true size.
 * @returns the releases; null where there is no such pending file, or it declared less
 */
export async function storeRow(id: string, arrived: Arrived): Promise<LevelRelease[] | null> {
  const { bytes, sha256, kind, contentType } = arrived;
  const rows = await db().$queryRaw<(LevelRelease & { isRelease: boolean })[]>`
    WITH was AS (
      SELECT id, bytes FROM stored_files
      WHERE id = ${id}::uuid AND state = 'pending' AND bytes >= ${bytes} FOR UPDATE),
    stored AS (
      UPDATE stored_files f
      SET state = 'stored', bytes = ${bytes}, received = ${bytes}, sha256 = ${sha256}, kind = ${kind},
          content_type = ${contentType}, stored_at = now(), expires_at = NULL, progress = NULL
      FROM was WHERE f.id = was.id
      RETURNING f.id, f.workspace_id, f.reservation_id, was.bytes - f.bytes AS freed),
    freed AS (
      INSERT INTO level_releases (id, workspace_id, reservation_id, bytes, next_at)
      SELECT gen_random_uuid(), workspace_id, reservation_id, freed, now() + ${TAKEN_S} * interval '1 second'
      FROM stored WHERE freed > 0 RETURNING *)
    SELECT ${COLUMNS}, true AS "isRelease" FROM freed
    UNION ALL SELECT id, workspace_id, reservation_id, freed, NULL, false FROM stored`;
  return rows.length === 0 ? null : rows.filter(({ isRelease }) => isRelease);
}

/**
 * Lowers the level and removes the object.
 * @throws where store, database or storage do not answer: it stays written, and is tried again
 */
export async function applyRelease(release: LevelRelease): Promise<void> {
  const { id, workspaceId, reservationId, object } = release;
  const bytes = Number(release.bytes);
  const is = Prisma.sql`id = ${id}::uuid`;
  if (bytes > 0 && (await releaseStored({ id, workspaceId, bytes }, reservationId)) !== 'lowered') {
    // Nobody keeps that level now. Whoever fills it counts these bytes, until they are taken out: ever more rarely.
    if (object) await (await fileStorage()).remove(object);
    await db().$executeRaw`
      UPDATE level_releases SET object = NULL,
        next_at = now() + least(interval '1 hour', greatest(interval '1 second', now() - created_at))
      WHERE ${is}`;
    return;
  }
  if (object) {
    await db().$executeRaw`UPDATE level_releases SET bytes = 0 WHERE ${is}`;
    await (await fileStorage()).remove(object);
  }
  await db().$executeRaw`DELETE FROM level_releases WHERE ${is}`;
}

/** Applies what a request has just written, before it answers. @throws AppError `change_pending` */
export async function applyNow(releases: readonly LevelRelease[]): Promise<void> {
  try {
    for (const release of releases) await applyRelease(release);
  } catch (error) {
    log().warn({ err: error }, 'stored bytes could not be given back at once; trying again');
    throw new AppError(
      'change_pending',
      'This is done, but the storage it frees can be used only in a moment. There is no need to repeat it.',
    );
  }
}

/** Applies releases that are due. Side by side, no two processes take the same. @returns how many were due */
export async function applyDue(most = 100): Promise<number> {
  await db().$executeRaw`
    DELETE FROM level_releases WHERE created_at < now() - ${KEPT_DAYS} * interval '1 day' AND object IS NULL`;
  const due = await db().$queryRaw<LevelRelease[]>`
    UPDATE level_releases SET next_at = now() + ${TAKEN_S} * interval '1 second'
    WHERE id IN (
      SELECT id FROM level_releases WHERE next_at <= now() ORDER BY next_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING ${COLUMNS}`;
  const failed: unknown[] = [];
  for (const release of due) await applyRelease(release).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
  return due.length;
}
