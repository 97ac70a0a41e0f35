import type { Actor } from '../actor';
import { settleReliably } from '../admission/settle';
import { accessTo, requireRole } from '../auth/access';
import { AppError } from '../errors';
import type { Actual } from '../limits/decision';
import type { Held } from '../limits/orders';
import { parse } from '../parse';
import { findVerification, takeSettle } from '../usage/verifications';
import { askedOf } from './claim';
import { endedFacts, reservedOf } from './held';
import { type SettleView, settleInput } from './schema';

/** A settle that is sent again may not have reached the store the first time; its tombstone there lives longer. */
const AGAIN_MS = 300_000;

const missing = () =>
  new AppError(
    'not_found',
    'There is no such reservation. One that was not settled within an hour of its lease is charged as reserved.',
  );

type Used = Pick<ReturnType<typeof settleInput.parse>, 'amounts' | 'tokens_in' | 'tokens_out'>;

/**
 * Replaces what a verification reserved by what was really used; counts once, also after its lease has ended.
 * Sent again it answers the same, whatever it says then.
 * @throws AppError `not_found` (foreign ones too), `forbidden`, `invalid_request` for what was not reserved
 */
export async function settleVerified(actor: Actor, body: unknown): Promise<SettleView> {
  const { reservation_id: id, ...given } = parse(settleInput, body);
  const known = await findVerification(id);
  if (!known) throw missing();
  const access = await accessTo(actor, known.workspaceId, 'reservation').catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found' ? missing() : error;
  });
  requireRole(access, 'developer', 'settle what its keys reserved');
  const held = JSON.parse(known.held) as Held;
  requireReserved(held, given);
  const taken = await takeSettle(id, JSON.stringify(given));
  if (!taken) throw missing();
  const used = JSON.parse(taken.settled) as Used;
  const actual: Actual = { ...askedOf(held.claim), ...used.amounts };
  const tokens = { in: used.tokens_in, out: used.tokens_out };
  if (taken.ageMs < AGAIN_MS) await settleReliably(held, actual, endedFacts(held, actual, tokens));
  return settleView(held, actual);
}

function requireReserved({ claim }: Held, { amounts }: Used): void {
  for (const [metric, amount] of Object.entries(amounts)) {
    if (amount === 0 || metric in claim.amounts) continue;
    throw new AppError(
      'invalid_request',
      `${metric} were not reserved, so they cannot be charged. Name the most that may be used in the verification.`,
      { field: `amounts.${metric}` },
    );
  }
}

/** Settling only lowers: what was used beyond the reservation is recorded and charged to nobody. */
function settleView({ id, claim, granted }: Held, actual: Actual): SettleView {
  const reserved = reservedOf(claim, granted);
  const charged = Object.entries(reserved).map(([metric, most]) => {
    const used = actual[metric as keyof Actual] ?? most;
    return [metric, Math.min(used, most)];
  });
  return {
    reservation_id: id,
    charged: Object.fromEntries(charged),
    unbilled_micros: Math.max(0, (actual.cost ?? 0) - (reserved.cost ?? 0)),
  };
}
