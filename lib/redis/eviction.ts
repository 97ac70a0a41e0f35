import { Deadline } from './deadline';
import type { Store } from './port';

/** A store that hangs must not keep the server from starting and saying so. */
export const START_MS = 10_000;

/**
 * Refuses a store that may evict: a missing counter has to mean "rebuild", never "0". A store that
 * cannot be asked (unreachable, or a service without INFO) is not refused; readiness tells about it.
 * @throws Error one sentence for the operator
 */
export async function requireNoEviction(store: Store): Promise<void> {
  const asked = store.pipeline([['INFO', 'memory']]);
  const info = await new Deadline(START_MS).within(asked).catch(() => []);
  const policy = /^maxmemory_policy:(\S+)/m.exec(String(info[0] ?? ''))?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new Error(
    `Headroom cannot start: this Redis may evict counters (maxmemory-policy is ${policy}). Set maxmemory-policy to noeviction.`,
  );
}
