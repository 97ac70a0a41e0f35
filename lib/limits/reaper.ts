import { SCOPES } from '../plans/limit';
import { subjectsOf } from '../plans/subjects';
import { counterKey, openKey, reservationKey, shardCount, streamKey, subjectKey } from '../redis/keys';
import type { Store } from '../redis/store';
import type { EventFacts } from './event';
import { EXPIRED, INSPECT } from './lua/reap';
import { SETTLE } from './lua/settle';

const BATCH = 100;
const EVERY_MS = 1000;

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
    const [event, ...pieces] = (await store.evaluate(INSPECT, keys, [id])) as [
      unknown,
      ...(string | number)[],
    ];
    if (event === '') continue;
    // REST answers JSON text already parsed.
    const facts = (typeof event === 'string' ? JSON.parse(event) : event) as EventFacts;
    const ended: EventFacts = { ...facts, outcome: 'unknown', estimated: true };
    const reply = (await store.evaluate(
      SETTLE,
      [...keys, streamKey(shard), ...pieceKeys(shard, facts, pieces)],
      [id, nowMs, 'progress', JSON.stringify(ended), 1],
    )) as number[];
    if (reply[0] === 1) settled++;
  }
  return settled;
}

/** The subjects, then each ring or lease at the index its piece recorded (counted from the decision's KEYS). */
function pieceKeys(shard: number, facts: EventFacts, pieces: (string | number)[]): string[] {
  const subjects = subjectsOf(facts);
  const keys = SCOPES.map((scope) => subjectKey(shard, scope, subjects[scope]));
  for (let i = 0; i < pieces.length; i += 3) {
    const [scope, name, index] = [
      SCOPES[Number(pieces[i]) - 1],
      String(pieces[i + 1]),
      Number(pieces[i + 2]),
    ];
    if (scope && index > 0) keys[index - 5] = counterKey(shard, scope, subjects[scope], name);
  }
  // A limit whose claim was zero left no piece: its place is never read, but must be a key of the shard.
  return Array.from(keys, (key) => key ?? openKey(shard));
}

/** Reaps every shard each second until stopped. Failures are told to `onError` and tried again. */
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
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
