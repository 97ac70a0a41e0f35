import { SCOPES } from '../plans/limit';
import { subjectsOf } from '../plans/subjects';
import { counterKey, openKey, reservationKey, shardCount, streamKey, subjectKey } from '../redis/keys';
import type { Store } from '../redis/store';
import { KIND } from './call';
import type { EventFacts } from './event';
import { EXPIRED, INSPECT } from './lua/reap';
import { SETTLE } from './lua/settle';

const BATCH = 100;
/** Over REST every look is a paid request; leases end by their own time, whoever looks. */
const EVERY_MS = { tcp: 1000, rest: 15_000 };

/**
 * Settles reservations whose process died: charges what the last renewal reported (at first: the
 * input), flagged as `unknown`. Any number of instances may reap side by side; each id counts once.
 * @returns how many were settled
 */
export async function reapOnce(store: Store, shard: number, nowMs = 0): Promise<number> {
  const ids = (await store.evaluate(EXPIRED, [openKey(shard)], [nowMs, BATCH])) as string[];
  let settled = 0;
  for (const id of ids) {
    const keys = [reservationKey(shard, id), openKey(shard)];
    const [event, limits] = (await store.evaluate(INSPECT, keys, [id])) as [unknown, unknown];
    if (event === '') continue;
    const facts = parsed<EventFacts>(event);
    const ended: EventFacts = { ...facts, outcome: 'unknown', estimated: true };
    const reply = (await store.evaluate(
      SETTLE,
      [...keys, streamKey(shard), ...subjectKeys(shard, facts, parsed<LimitRow[]>(limits))],
      [id, nowMs, 'progress', JSON.stringify(ended), 1],
    )) as number[];
    if (reply[0] === 1) settled++;
  }
  return settled;
}

/** REST answers JSON text already parsed. */
const parsed = <T>(json: unknown): T => (typeof json === 'string' ? JSON.parse(json) : json) as T;

/** A limit as the decision's script got it; see lib/limits/call.ts. */
type LimitRow = [subject: number, kind: number, name: string, ...numbers: number[]];

/** The subjects, then each ring or lease, in the order in which the decision declared them. */
function subjectKeys(shard: number, facts: EventFacts, limits: LimitRow[]): string[] {
  const subjects = subjectsOf(facts);
  const keys = SCOPES.map((scope) => subjectKey(shard, scope, subjects[scope]));
  for (const [subject, kind, name] of limits) {
    const scope = SCOPES[subject - 1];
    if (scope && (kind === KIND.rolling || kind === KIND.concurrent)) {
      keys.push(counterKey(shard, scope, subjects[scope], name));
    }
  }
  return keys;
}

/** Reaps every shard each second (over REST every 15) until stopped. Failures are told to `onError` and tried again. */
export function startReaper(store: Store, onError: (error: unknown) => void): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    for (let shard = 0; shard < shardCount(); shard++) {
      while ((await reapOnce(store, shard)) === BATCH);
    }
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = round()
      .catch(onError)
      .finally(() => {
        busy = false;
      });
  }, EVERY_MS[store.kind]);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
