import { formatExact } from '@/components/format/number';
import type { PlanView } from '@/lib/plans/schema';
import type { KeyFormValues } from './key-form';
import { toInput } from './key-form';
import { inForce, minuteLimit } from './minute-limit';

interface SentenceContext {
  /** The plan that the key's own limits come from. */
  plan: PlanView | undefined;
  currency: string;
  nowMs: number;
}

/** What a key with these settings may do, in two or three plain sentences; figures that cannot be read are left out. */
export function keySentence(values: KeyFormValues, { plan, currency, nowMs }: SentenceContext): string {
  const input = toInput(values, nowMs);
  const may = [
    rate('request', input.rpm, minuteLimit(plan, 'requests'), 'make'),
    input.tpm === null && !minuteLimit(plan, 'tokens')
      ? null
      : rate('token', input.tpm, minuteLimit(plan, 'tokens'), 'use'),
    spend(input.budget, currency),
  ].filter((part) => part !== null);
  const only = [
    input.scopes.length > 0 ? `for ${list(input.scopes)}` : null,
    input.models.length > 0 ? `with ${list(input.models)}` : null,
    input.ips.length > 0 ? `from ${list(input.ips)}` : null,
  ].filter((part) => part !== null);
  const sentences = [`This key may ${list(may)}.`];
  if (only.length > 0) sentences.push(`It works only ${only.join(', ')}.`);
  if (input.expires_at) sentences.push(ends(input.expires_at));
  return sentences.join(' ');
}

function rate(noun: string, own: number | null, limit: ReturnType<typeof minuteLimit>, verb: string): string {
  const usable = own !== null && Number.isFinite(own) && own > 0 ? own : null;
  const capacity = inForce(usable, limit);
  if (capacity === null) return `${verb} any number of ${noun}s a minute`;
  const cut = usable !== null && capacity < usable ? ', the most your plan allows' : '';
  return `${verb} ${formatExact(capacity)} ${noun}${capacity === 1 ? '' : 's'} a minute${cut}`;
}

function spend(budget: { amount: string; period: string } | null, currency: string): string | null {
  if (budget === null) return null;
  const amount = Number(budget.amount);
  if (!Number.isFinite(amount) || amount < 0) return null;
  const money = new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 6 });
  return `spend ${money.format(amount)} ${budget.period === 'month' ? 'a month' : 'in all'}`;
}

function ends(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  return `It ends on ${day.format(at)}.`;
}

function list(parts: readonly string[]): string {
  if (parts.length > 3) return `${parts.slice(0, 2).join(', ')} and ${parts.length - 2} more`;
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
