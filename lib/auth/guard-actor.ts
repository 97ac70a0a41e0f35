import type { Actor } from '../actor';
import { AppError } from '../errors';
import { guard } from '../redis/guard';

/** Of one management token, or of one session. */
export const PER_CREDENTIAL = { limit: 3000, windowMs: 60_000 };
const BAD_TOKENS = { limit: 60, windowMs: 60_000 };

/**
 * Keeps one script from drowning the management API: each management token and each session has its own
 * count, so a script that runs wild does not lock its owner's browser out. Without the store it lets pass: an
 * admin must be able to act then.
 * @throws AppError `too_many_attempts`
 */
export async function guardActor(actor: Actor): Promise<void> {
  if (actor.kind === 'system') return;
  const credential = actor.kind === 'token' ? actor.tokenId : actor.sessionId;
  await lenient(guard('manage', credential, PER_CREDENTIAL));
}

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
