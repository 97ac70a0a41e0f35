import type { Store } from './port';

/**
 * Refuses a store that may evict: a missing counter has to mean "rebuild", never "0". A store that
 * cannot be asked (unreachable, or a service without INFO) is not refused; readiness tells about it.
 * @throws Error one sentence for the operator
 */
export async function requireNoEviction(store: Store): Promise<void> {
  const info = await store.pipeline([['INFO', 'memory']]).catch(() => []);
  const policy = /^maxmemory_policy:(\S+)/m.exec(String(info[0] ?? ''))?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new Error(
    `Headroom cannot start: this Redis may evict counters (maxmemory-policy is ${policy}). Set maxmemory-policy to noeviction.`,
  );
}
