import { AppError } from '../errors';
import { processState } from '../process-state';

/** So many finished requests may wait for the ledger; beyond, nothing new is admitted until it has caught up. */
export const MOST_WAITING = 200_000;

const room = () => processState('room', () => ({ waiting: (): number => 0 }));

/** @param waiting how many finished requests wait in the store's streams, as last seen */
export function countWaitingBy(waiting: () => number): void {
  room().waiting = waiting;
}

/** @throws AppError `quota_unavailable` where the ledger is too far behind for anything more to be admitted */
export function requireRoom(): void {
  if (room().waiting() < MOST_WAITING) return;
  throw new AppError(
    'quota_unavailable',
    'Too many finished requests wait to be recorded, so no new one can be admitted right now. Try again shortly.',
    { retryAfterMs: 1000 },
  );
}
