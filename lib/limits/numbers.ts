import { type Caller, type PolicyCall, spellAmounts, spellResource } from './call';
import type { Claim, Once, Repeated } from './decision';

interface Circumstances {
  mode: number;
  /** 0: the store's time */
  nowMs: number;
  leaseMs: number;
  admittedAtMs?: number;
}

/** ARGV[1] of the decision's script (lua/decide.ts). @throws RangeError as spellAmounts */
export function spellNumbers(
  caller: Caller,
  claim: Claim | null,
  call: PolicyCall,
  { mode, nowMs, leaseMs, admittedAtMs = 0 }: Circumstances,
): string {
  const { minimum = 0, wish = 0 } = claim?.units ?? {};
  const resource = claim ? spellResource(claim.resource) : 0;
  const session = caller.kind === 'session' ? 1 : 0;
  const amounts = claim ? spellAmounts(claim) : '0';
  return `[${minimum},${wish},${nowMs},${mode},${admittedAtMs},${leaseMs},${resource},${session},${amounts},${call.tail}]`;
}

/** Scripts put "=" before the caller's texts, so that no driver takes them for JSON. */
export function readRepeated(reply: readonly unknown[]): Repeated {
  const [, state, answer] = reply;
  return { state: state as Repeated['state'], answer: state === 'answered' ? String(answer).slice(1) : null };
}

/** What a settle keeps under an Idempotency-Key, as lua/decide.ts reads it. */
export const spellAnswer = (once: Once, answer: string | null | undefined): string => {
  if (answer === null) return '';
  return answer === undefined ? `${once.body}not_replayable ` : `${once.body}answered ${answer}`;
};
