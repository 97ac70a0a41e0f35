import { stateAtHand } from '../process-state';
import type { Loaded } from './load-key';
import type { Principal } from './principal';

/**
 * Policies in this process's memory. None is used for more than 30 s after its load; before that, every
 * decision checks its revision in the store, and a lower one is loaded anew (`renewedPolicy`). Refusals are
 * never kept: a key that was just unlocked must work on its next request.
 */
const MAX_AGE_MS = 30_000;
const MAX_ENTRIES = 20_000;

interface Entry {
  loaded: Promise<Loaded>;
  /** Once it is loaded. */
  principal: Principal | null;
  /** On the monotonic clock. */
  until: number;
}

const cache = stateAtHand('policies', () => new Map<string, Entry>());

/** The policy for an identity where it is here and may still be used; else null. */
export function policyAtHand(identity: string): Principal | null {
  const known = cache().get(identity);
  return known && known.until > performance.now() ? known.principal : null;
}

/** The policy for an identity (a key's digest, or a session and workspace), loaded once for all who ask at a time. */
export async function cachedPolicy(identity: string, load: () => Promise<Loaded>): Promise<Principal> {
  const known = cache().get(identity);
  if (known && known.until > performance.now()) return known.principal ?? (await known.loaded).principal;
  return refreshPolicy(identity, load);
}

/**
 * A policy other than the one that turned out outdated: of all who find that at a time, one loads it. It may
 * be outdated again; every decision checks.
 */
export function renewedPolicy(
  identity: string,
  load: () => Promise<Loaded>,
  outdated: Principal,
): Promise<Principal> {
  const others = cache().get(identity)?.principal !== outdated;
  return others ? cachedPolicy(identity, load) : refreshPolicy(identity, load);
}

/** Loads anew, whatever is remembered. */
async function refreshPolicy(identity: string, load: () => Promise<Loaded>): Promise<Principal> {
  const policies = cache();
  // From the start of the load: what commits while it runs may not be in it.
  const started = performance.now();
  const entry: Entry = { loaded: load(), principal: null, until: started + MAX_AGE_MS };
  policies.delete(identity);
  policies.set(identity, entry);
  if (policies.size > MAX_ENTRIES) policies.delete(policies.keys().next().value ?? identity);
  try {
    const { principal, validForMs } = await entry.loaded;
    entry.principal = principal;
    if (validForMs !== null) entry.until = Math.min(entry.until, started + validForMs);
    return principal;
  } catch (error) {
    if (policies.get(identity) === entry) policies.delete(identity);
    throw error;
  }
}
