import type { Actor } from '../actor';
import { AppError } from '../errors';
import { guard } from '../redis/guard';

const PER_USER = { limit: 3000, windowMs: 60_000 };
const BAD_TOKENS = { limit: 60, windowMs: 60_000 };

/**
 * Keeps one user's scripts from drowning the management API. Without the store it lets pass: an admin must
 * be able to act then.
 * @throws AppError `too_many_attempts`
 */
export const guardActor = (actor: Actor): Promise<void> =>
  actor.kind === 'system' ? Promise.resolve() : lenient(guard('manage', actor.userId, PER_USER));

/** Counts a token with a good checksum that we do not know. */
export const guardUnknownToken = (ip: string | null): Promise<void> =>
  lenient(guard('unknown-token', ip ?? 'unknown', BAD_TOKENS));

async function lenient(guarded: Promise<void>): Promise<void> {
  try {
    await guarded;
  } catch (error) {
    if (error instanceof AppError && error.code === 'quota_unavailable') return;
    throw error;
  }
}
