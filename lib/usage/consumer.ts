import type { Client } from 'pg';
import { openConnection } from '../db/connection';
import { log } from '../log';
import { store } from '../redis/store';
import { ACTIVE_LOCK } from './consumer-lock';
import { BATCH_SIZE } from './ingest';
import { drained } from './lag';
import { nudges, pause } from './nudge';
import { readStreams, trimStreams } from './streams';
import { type AtStep, readCursors, writeEntries } from './write-entries';

/**
 * The ledger's reader. One is active in an installation, the others stand by: it holds a lock of the very
 * connection it writes on, so losing one is losing the other. Streams are trimmed only after the commit;
 * a crash between the two is harmless, since entries up to the cursor are skipped.
 */

export interface Consumer {
  /** Ends after the batch in hand; what is left waits in the streams for the next start. */
  stop(): Promise<void>;
  /** Resolves once all that is in the streams now is in the ledger, whoever writes it. Rejects after `withinMs`. */
  drained(withinMs?: number): Promise<void>;
}

interface Options {
  /** Tests alone: called at each step; throwing there is a crash at that step. */
  atStep?: AtStep;
}

const STANDBY_MS = 500;
const RETRY_MS = { least: 100, most: 3000 };
const READ_COUNT = 1000;
/** A batch this large is followed by the next at once; smaller ones wait for company. */
const BUSY_ENTRIES = 200;
/** Over REST every look is a paid request. */
const PACE_MS = { tcp: { least: 100, most: 1000 }, rest: { least: 1000, most: 15_000 } };

/** Begins to read, or to stand by for whoever does. */
export function startConsumer(options: Options = {}): Consumer {
  const stopping = new AbortController();
  const running = run(stopping.signal, options.atStep ?? (() => {}));
  return {
    async stop() {
      stopping.abort();
      await running;
    },
    drained,
  };
}

/** Never ends by an error: whatever fails is logged and tried again. */
async function run(signal: AbortSignal, atStep: AtStep): Promise<void> {
  let retryMs = RETRY_MS.least;
  while (!signal.aborted) {
    try {
      const client = await openConnection('headroom ledger');
      try {
        if (await becomeActive(client, signal)) {
          await consume(client, signal, atStep, () => {
            retryMs = RETRY_MS.least;
          });
        }
      } finally {
        await client.end().catch(() => {});
      }
    } catch (error) {
      if (signal.aborted) return;
      log().error({ err: error }, 'the ledger could not take its events; trying again');
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, RETRY_MS.most);
    }
  }
}

async function becomeActive(client: Client, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      ACTIVE_LOCK,
    ]);
    if (rows[0]?.locked) return true;
    await pause(STANDBY_MS, signal);
  }
  return false;
}

async function consume(client: Client, signal: AbortSignal, atStep: AtStep, onSuccess: () => void) {
  const cursors = await readCursors(client);
  // What a former reader wrote and had no time to trim.
  await trimStreams(cursors);
  const pace = PACE_MS[store().kind];
  let pauseMs = pace.least;
  while (!signal.aborted) {
    const seen = nudges();
    const entries = await unlessStopped(readStreams(cursors, READ_COUNT), signal);
    await atStep('read');
    for (let i = 0; i < entries.length && !signal.aborted; i += BATCH_SIZE) {
      const moved = await writeEntries(client, entries.slice(i, i + BATCH_SIZE), atStep);
      for (const [shard, lastId] of moved) cursors.set(shard, lastId);
      await trimStreams(moved);
      await atStep('trimmed');
    }
    onSuccess();
    if (entries.length >= BUSY_ENTRIES) continue;
    pauseMs = entries.length > 0 ? pace.least : Math.min(pauseMs * 2, pace.most);
    if (await pause(pauseMs, signal, { leastMs: pace.least, seen })) pauseMs = pace.least;
    // A connection that died took the lock with it: notice that before there is something to write.
    if (entries.length === 0) await client.query('SELECT 1');
  }
}

/** Reading changes nothing, so a store that hangs must not hold up the end of the process. */
async function unlessStopped<T>(reading: Promise<T[]>, signal: AbortSignal): Promise<T[]> {
  let stop = () => {};
  const stopped = new Promise<T[]>((resolve) => {
    stop = () => resolve([]);
    signal.addEventListener('abort', stop);
  });
  try {
    return signal.aborted ? [] : await Promise.race([reading, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
    reading.catch(() => {});
  }
}
