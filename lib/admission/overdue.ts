import { type Held, reservationOf } from '../limits/orders';
import { quietly, startRounds } from '../rounds';
import { overdueVerifications } from '../usage/verifications';
import { patientEngine } from './patient-engine';

/** Seldom wanted: an instance has to die with what it admitted while the store was away. */
const EVERY_MS = 60_000;

/**
 * Puts into the store what other services were let do and nobody ended, for the reaper to charge: of what was
 * admitted without the store only the database knows, once its instance has died. What the store knows stays as
 * it is.
 */
export async function putBackOverdue(): Promise<void> {
  for (const held of await overdueVerifications<Held>()) await patientEngine().adopt(reservationOf(held));
}

export const startOverdue = (): { stop(): Promise<void> } =>
  startRounds(EVERY_MS, quietly('overdue verifications could not be put back', putBackOverdue));
