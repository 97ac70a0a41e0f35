import { METRICS } from '../plans/limit';
import type { Caller } from './call';
import { resourceCode } from './counter';
import type { Actual, Claim, Once, Repeated } from './decision';

/** What calls of the scripts say of a claim, of what was used and of an answer, as numbers and texts. */

/** A reservation not renewed for this long belongs to a dead process. */
export const LEASE_MS = 30_000;

interface Circumstances {
  mode: number;
  /** 0: the store's time */
  nowMs: number;
  leaseMs: number;
  admittedAtMs?: number;
}

/** ARGV[1] of the decision's script (lua/decide.ts). @throws RangeError as spellAmounts */
export function spellDecision(
  caller: Caller,
  claim: Claim | null,
  { mode, nowMs, leaseMs, admittedAtMs = 0 }: Circumstances,
): string {
  const { minimum = 0, wish = 0 } = claim?.units ?? {};
  const resource = claim ? spellResource(claim.resource) : 0;
  const session = (caller.kind === 'session' ? 1 : 0) + (claim?.leaseOnly ? 2 : 0);
  const amounts = claim ? spellAmounts(claim) : '0';
  const usual = leaseMs === LEASE_MS && nowMs === 0 && admittedAtMs === 0;
  const unusual = usual ? '' : `,${leaseMs},${nowMs},${admittedAtMs}`;
  return `[${mode},${minimum},${wish},${resource},${session},${amounts}${unusual}]`;
}

/**
 * The claim's numbers: metrics, then base, per unit and divisor of each.
 * @throws RangeError on anything but integers in 0…2^53 − 1
 */
export function spellAmounts({ amounts, units }: Claim): string {
  let [text, last, metrics] = ['', '', 0];
  const [minimum, wish] = [units?.minimum ?? 0, units?.wish ?? 0];
  for (let i = 0; i < METRICS.length; i++) {
    const amount = amounts[METRICS[i] as (typeof METRICS)[number]];
    if (!amount) {
      text += ',0,0,1';
      continue;
    }
    const { base, per = 0, divisor = 1 } = amount;
    const whole = (n: number) => Number.isSafeInteger(n) && n >= 0;
    const most = base + per * wish + divisor;
    if (![base, per, divisor, wish, minimum, most].every(whole) || divisor < 1) {
      throw new RangeError(`a claim of ${METRICS[i]} must be non-negative integers below 2^53`);
    }
    text += `,${base},${per},${divisor}`;
    // Metrics after the last claimed one need not travel.
    last = text;
    metrics = i + 1;
  }
  return `${metrics}${last}`;
}

const resources = new Map<string, number>();

/** The resource as a reservation keeps it, remembered. */
function spellResource(resource: string): number {
  let code = resources.get(resource);
  if (code === undefined) {
    code = resourceCode(resource);
    if (resources.size < 1000) resources.set(resource, code);
  }
  return code;
}

/** What was used by metric, -1 as held. @throws RangeError on anything but integers in 0…2^53 − 1. */
export function spellUsed(actual: Actual): number[] {
  return METRICS.map((metric) => {
    const used = actual[metric];
    if (used === undefined) return -1;
    if (Number.isSafeInteger(used) && used >= 0) return used;
    throw new RangeError(`what was used of ${metric} must be a non-negative integer below 2^53`);
  });
}

/** What is kept under an Idempotency-Key: null forgets it, undefined cannot be replayed. */
export const spellAnswer = (once: Once, answer: string | null | undefined): string => {
  if (answer === null) return '';
  return answer === undefined ? `${once.body}not_replayable ` : `${once.body}answered ${answer}`;
};

/** Scripts put "=" before the caller's texts, so that no driver takes them for JSON. */
export function readRepeated(reply: readonly unknown[]): Repeated {
  const [, state, answer] = reply;
  return { state: state as Repeated['state'], answer: state === 'answered' ? String(answer).slice(1) : null };
}
