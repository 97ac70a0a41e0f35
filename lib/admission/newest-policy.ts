import { AppError } from '../errors';
import type { Principal } from '../keys/principal';
import type { Outdated } from '../limits/engine';
import type { Identified } from './identified';

/** How often a policy may turn out outdated before we give up on a request. */
export const ATTEMPTS = 4;

/** What a request is told that was given up. */
export const limitsChanging = (): AppError =>
  new AppError('change_pending', 'The limits of this key are being changed. Try again in a second.');

/**
 * Asks the store under a caller's policy, and again under a newer one where that turned out outdated.
 * @throws AppError `change_pending` where it is outdated each time; as `refresh`
 */
export async function underNewestPolicy<T extends object>(
  identified: Omit<Identified, 'current'>,
  ask: (principal: Principal) => Promise<T | Outdated>,
): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await ask(identified.principal);
    if (!('outdated' in answer)) return answer;
    identified.principal = await identified.refresh();
  }
  throw limitsChanging();
}
