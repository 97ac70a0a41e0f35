import { createHash } from 'node:crypto';
import { Ratelimit } from '@upstash/ratelimit';
import { AppError } from '../errors';
import { processState } from '../process-state';
import { guardPrefix } from './keys';
import { promptStore } from './prompt';

/** How often something may be tried. */
export interface GuardRule {
  limit: number;
  windowMs: number;
}

/**
 * Counts one attempt of `id` under the guard `name`: sign-in, sign-up, failed key look-ups and the like,
 * never a plan's limits (@upstash/ratelimit's own sliding window, approximate by design).
 * @throws AppError `too_many_attempts` with `retryAfterMs`, `quota_unavailable` where the store does not answer.
 */
export async function guard(name: string, id: string, rule: GuardRule): Promise<void> {
  const answer = await limiter(name, rule)
    .limit(tagged(id))
    .catch((error: unknown) => {
      throw new AppError(
        'quota_unavailable',
        'The counter store cannot be reached, so this cannot be allowed now. Try again in a few seconds.',
        { cause: error instanceof Error ? error.name : 'unknown' },
      );
    });
  if (answer.success) return;
  const retryAfterMs = Math.max(1000, answer.reset - Date.now());
  const seconds = Math.ceil(retryAfterMs / 1000);
  const wait = seconds === 1 ? 'a second' : `${seconds} seconds`;
  throw new AppError('too_many_attempts', `Too many attempts. Try again in ${wait}.`, { retryAfterMs });
}

/** Forgets the attempts of `id`, after one that proved to be rightful. */
export async function forgive(name: string, id: string, rule: GuardRule): Promise<void> {
  await promptStore().ratelimitRedis.del(...guardKeys(name, id, rule));
}

/**
 * Where the attempts of `id` are counted: this window's key, and the one's before. The library's own reset
 * scans the whole store; its keys are the prefix, the identifier and the window's number.
 */
export function guardKeys(name: string, id: string, { windowMs }: GuardRule): [string, string] {
  const now = Math.floor(Date.now() / windowMs);
  const key = (window: number) => `${guardPrefix(name)}:${tagged(id)}:${window}`;
  return [key(now), key(now - 1)];
}

/** Hashed, so that no address is kept, in braces, so that both windows' keys share a slot of a cluster. */
const tagged = (id: string) => `{${createHash('sha256').update(id).digest('hex').slice(0, 32)}}`;

function limiter(name: string, { limit, windowMs }: GuardRule): Ratelimit {
  const limiters = processState('guards', () => new Map<string, Ratelimit>());
  const found = limiters.get(`${name} ${limit} ${windowMs}`);
  if (found) return found;
  const made = new Ratelimit({
    redis: promptStore().ratelimitRedis as ConstructorParameters<typeof Ratelimit>[0]['redis'],
    limiter: Ratelimit.slidingWindow(limit, `${windowMs} ms`),
    prefix: guardPrefix(name),
    // A memory of refusals would outlive `forgive`; a timeout would answer success.
    ephemeralCache: false,
    timeout: 0,
  });
  limiters.set(`${name} ${limit} ${windowMs}`, made);
  return made;
}
