import { env } from '../env';
import { processState } from '../process-state';
import { Breaker } from './breaker';
import { Deadline } from './deadline';
import type { RatelimitRedis, Store } from './port';
import { store } from './store';

/** How long anybody waits for one call, unless STORE_DEADLINE_MS says otherwise. */
export const DEADLINE_MS = 100;
/** Until the store has answered once: a connection, and TLS, may have to be made first. */
const FIRST_MS = 1000;
/** A connection on which so many probes in a row failed (2 to 3 s) is given up for a new one. */
const FAILED_PROBES = 8;

/** A store that answers promptly or not at all. */
export interface PromptStore extends Store {
  /** Whether it counts as down: calls are refused without being sent, save for one probe at a time. */
  down(): boolean;
  /** How long ago it last answered anything, in ms. */
  silentMs(): number;
}

/**
 * The same store for calls that somebody waits for: each ends within the deadline, and while the store is
 * down or slow it ends at once.
 * @throws StoreTrouble; any other error is the store's answer to the call itself
 */
export function prompt(inner: Store, deadlineMs = DEADLINE_MS): PromptStore {
  const [first, deadline] = [new Deadline(Math.max(FIRST_MS, deadlineMs)), new Deadline(deadlineMs)];
  const breaker = new Breaker((probes) => {
    if (probes % FAILED_PROBES === 0) inner.reconnect?.();
  });
  const ask = <T>(call: () => Promise<T>): Promise<T> =>
    breaker.ask(() => (breaker.hasAnswered ? deadline : first).within(call()));
  const plain = inner.ratelimitRedis;
  const ratelimitRedis = {
    evalsha: (...args: Parameters<typeof plain.evalsha>) => ask(() => plain.evalsha(...args)),
    eval: (...args: Parameters<typeof plain.eval>) => ask(() => plain.eval(...args)),
    get: (key: string) => ask(() => plain.get(key)),
    set: (key: string, value: unknown) => ask(() => plain.set(key, value)),
    del: (...keys: string[]) => ask(() => plain.del(...keys)),
    zincrby: (key: string, by: number, member: string) => ask(() => plain.zincrby(key, by, member)),
  };
  return {
    ...inner,
    evaluate: (script, keys, args) => ask(() => inner.evaluate(script, keys, args)),
    pipeline: (commands) => ask(() => inner.pipeline(commands)),
    ratelimitRedis: ratelimitRedis as RatelimitRedis,
    down: () => breaker.open,
    silentMs: () => performance.now() - breaker.answeredMs,
  };
}

/** The process's store for calls that somebody waits for; `store()` is for work in the background. */
export function promptStore(): PromptStore {
  const made = processState('prompt stores', () => new WeakMap<Store, PromptStore>());
  const inner = store();
  let found = made.get(inner);
  if (!found) {
    found = prompt(inner, env().STORE_DEADLINE_MS);
    made.set(inner, found);
  }
  return found;
}
