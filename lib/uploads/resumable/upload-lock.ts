import type { Lock, Locker, RequestRelease } from '@tus/server';
import { db } from '../../db/client';
import { AppError } from '../../errors';
import { newId } from '../../ids';

/** A lock whose process died is free after so long. */
const LEASE_S = 10;
/** How often its holder renews it, and hears that another waits. */
const RENEW_MS = 1_000;
/** Longer than a dead holder's lease. */
const PATIENCE_MS = 12_000;
const LOOK_MS = 200;

const inUse = () =>
  new AppError('locked', 'Another request is writing to this upload. Try again in a moment.', {
    retryAfterMs: 1_000,
  });

/** Takes it where it is free; else tells its holder that somebody waits. */
async function take(fileId: string, holder: string): Promise<boolean> {
  const took = await db().$executeRaw`
    INSERT INTO upload_locks AS l (file_id, holder, until)
    VALUES (${fileId}::uuid, ${holder}::uuid, now() + make_interval(secs => ${LEASE_S}))
    ON CONFLICT (file_id) DO UPDATE SET holder = excluded.holder, until = excluded.until, wanted = false
    WHERE l.until < now()`;
  if (took > 0) return true;
  await db().uploadLock.updateMany({ where: { fileId }, data: { wanted: true } });
  return false;
}

/** @returns whether another waits; null where the lock is another's by now */
async function renew(fileId: string, holder: string): Promise<boolean | null> {
  const [row] = await db().$queryRaw<{ wanted: boolean }[]>`
    UPDATE upload_locks SET until = now() + make_interval(secs => ${LEASE_S})
    WHERE file_id = ${fileId}::uuid AND holder = ${holder}::uuid RETURNING wanted`;
  return row ? row.wanted : null;
}

/**
 * One request at a time works on an upload, whichever instance it reaches. Whoever comes back after a broken
 * connection waits until the request that still believes in it has let go, a second or two.
 */
class UploadLock implements Lock {
  readonly #holder = newId();
  #renewing: NodeJS.Timeout | undefined;

  constructor(private readonly fileId: string) {}

  async lock(signal: AbortSignal, release: RequestRelease): Promise<void> {
    const endsAt = performance.now() + PATIENCE_MS;
    while (!(await take(this.fileId, this.#holder))) {
      if (signal.aborted || performance.now() > endsAt) throw inUse();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    // A database that does not answer takes the lock away no sooner than it would another's.
    this.#renewing = setInterval(() => {
      renew(this.fileId, this.#holder).then(
        (wanted) => wanted === false || release(),
        () => undefined,
      );
    }, RENEW_MS);
  }

  async unlock(): Promise<void> {
    clearInterval(this.#renewing);
    await db().uploadLock.deleteMany({ where: { fileId: this.fileId, holder: this.#holder } });
  }
}

/** Locks that dead processes left are worth nothing; their uploads may never be asked for again. */
export const forgetLocks = (): Promise<number> =>
  db().$executeRaw`DELETE FROM upload_locks WHERE until < now() - interval '1 hour'`;

export const uploadLocker: Locker = { newLock: (id) => new UploadLock(id) };
