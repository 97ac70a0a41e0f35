import type { Actual, Claim } from '../limits/decision';
import type { EventFacts } from '../limits/event';
import { type Held, plainCaller } from '../limits/orders';

/** A reservation in another service's hands, as it is kept until that settles it. */
export const heldOf = ({ id, caller, claim, facts, granted, admittedAtMs, leaseMs }: Held): Held => ({
  id,
  caller: plainCaller(caller),
  claim,
  facts,
  granted,
  admittedAtMs,
  ...(leaseMs && { leaseMs }),
});

/** What it reserved of each metric. */
export const reservedOf = ({ amounts }: Claim, granted: number | null): Actual =>
  Object.fromEntries(
    Object.entries(amounts).map(([metric, { base, per = 0 }]) => [metric, base + per * (granted ?? 0)]),
  );

/** How another service's work ended, for the ledger. */
export const endedFacts = (
  { facts, admittedAtMs }: Held,
  actual: Actual,
  tokens: { in?: number | undefined; out?: number | undefined },
): EventFacts => ({
  ...facts,
  outcome: actual.requests === 0 ? 'void' : 'ok',
  status: 200,
  tokensIn: tokens.in ?? Math.max(0, (actual.tokens ?? 0) - (tokens.out ?? 0)),
  tokensOut: tokens.out ?? 0,
  estimated: false,
  durationMs: Math.max(0, Date.now() - admittedAtMs),
});
