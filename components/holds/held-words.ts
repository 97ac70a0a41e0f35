import { formatAmount, formatMoney } from '@/components/format/limit';
import { formatDecimal } from '@/lib/money';
import type { Metric } from '@/lib/plans/limit';

type Amounts = Partial<Record<Metric, number>>;

const NOUNS: Readonly<Record<Metric, readonly [one: string, more: string]>> = {
  requests: ['request', 'requests'],
  tokens: ['token', 'tokens'],
  cost: ['', ''],
  messages: ['message', 'messages'],
  descriptions: ['description', 'descriptions'],
  bytes: ['', ''],
};

/** What a request holds, in words: "1 request, 1,240 tokens, $0.0012". */
export function heldWords(held: Amounts, currency: string | null): string {
  const parts = Object.entries(held).map(([metric, amount]) => {
    if (metric === 'cost') return currency ? formatMoney(amount, currency, 'exact') : formatDecimal(amount);
    if (metric === 'bytes') return formatAmount(metric, amount, '');
    const [one, more] = NOUNS[metric as Metric];
    return `${formatAmount(metric, amount, '')} ${amount === 1 ? one : more}`;
  });
  return parts.join(', ') || 'nothing';
}
