import { shardCount } from '../redis/keys';
import { BEFORE_ALL } from '../redis/stream-id';
import { quietly } from '../rounds';
import { observe } from './epoch';
import { createRebuild, type RebuildOptions } from './rebuild';

/** What one process knows of the store's shards. */
export interface StoreHealth {
  /** Settled reservations that wait for the ledger, in all streams. */
  waiting: number;
  /** False for 30 s after the store could not be reached, was started or lost memory, and until it was first seen. */
  mayReap(): boolean;
}

export interface Watch extends StoreHealth {
  /** Resolves once all shards have been looked at and their epochs stand. */
  ready: Promise<void>;
  stop(): Promise<void>;
}

export interface WatchOptions extends RebuildOptions {
  /** Says that this instance lives. @returns id of the last stream entry of each shard that the ledger has read */
  sayAlive(instanceId: string): Promise<ReadonlyMap<number, string>>;
  sayGoodbye(instanceId: string): Promise<void>;
  onError(error: unknown, message: string): void;
}

/** Over REST every look is a paid request. */
const EVERY_MS = { tcp: 1000, rest: 15_000 };
/** While something is wrong. */
const SOON_MS = { tcp: 100, rest: 1000 };
/** Time for processes to settle what ended meanwhile, before the reaper charges what it knows. */
const GRACE_MS = 30_000;

/** Looks at all shards each second (over REST every 15) until stopped: that is how long lost memory may go unnoticed. */
export function startWatch(options: WatchOptions): Watch {
  const { store, instanceId, onError } = options;
  const look = createRebuild(options);
  const stopping = new AbortController();
  const shards = Array.from({ length: shardCount() }, (_, shard) => shard);
  let cursors: ReadonlyMap<number, string> = new Map();
  let troubleMs = Number.POSITIVE_INFINITY;
  let becomeReady = () => {};
  const watch: Watch = {
    waiting: 0,
    mayReap: () => performance.now() - troubleMs >= GRACE_MS,
    ready: new Promise((resolve) => {
      becomeReady = resolve;
    }),
    async stop() {
      stopping.abort();
      wake();
      await running;
      await options.sayGoodbye(instanceId).catch(() => {});
    },
  };

  /** @returns whether all is well */
  async function round(): Promise<boolean> {
    const failures: unknown[] = [];
    try {
      cursors = await options.sayAlive(instanceId);
    } catch (error) {
      // Lost memory must be noticed without the database too.
      failures.push(error);
    }
    const looks = await Promise.allSettled(
      shards.map((shard) => look(shard, cursors.get(shard) ?? BEFORE_ALL)),
    );
    const seen = looks.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    failures.push(...looks.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
    if (seen.length === shards.length) {
      watch.waiting = seen.reduce((sum, { waiting }) => sum + waiting, 0);
      if (troubleMs === Number.POSITIVE_INFINITY) troubleMs = Number.NEGATIVE_INFINITY;
    }
    const youngest = Math.min(...seen.map(({ upSeconds }) => upSeconds ?? Number.POSITIVE_INFINITY));
    if (failures.length > 0) troubleMs = performance.now();
    else if (youngest * 1000 < GRACE_MS) troubleMs = Math.max(troubleMs, performance.now() - youngest * 1000);
    if (failures.length > 0) throw failures[0];
    return seen.every(({ stands }) => stands);
  }

  let [isWoken, wake] = [false, () => {}];
  // Between two looks a server may restart: no script runs on what it has kept before it has been looked at.
  store.lookInto?.(async (evaluate) => {
    const looks = shards.map((shard) => observe({ evaluate }, shard, cursors.get(shard) ?? BEFORE_ALL));
    const failed = (await Promise.allSettled(looks)).filter(({ status }) => status === 'rejected');
    // Where one node of several is away, the others go on.
    if (failed.length === shards.length) await looks[0];
    isWoken = true;
    wake();
  });

  /** Sleeps `ms`, or less when something has happened. */
  async function nap(ms: number): Promise<void> {
    if (!isWoken && !stopping.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    isWoken = false;
  }

  async function run(): Promise<void> {
    let isWell = false;
    const words = 'the counters of some shards could not be looked at; trying again';
    const lookAround = async () => {
      isWell = await round();
      if (isWell) becomeReady();
    };
    const quiet = quietly(words, lookAround, onError);
    while (!stopping.signal.aborted) {
      isWell = false;
      await quiet();
      await nap(isWell ? EVERY_MS[store.kind] : SOON_MS[store.kind]);
    }
  }
  const running = run();
  return watch;
}
