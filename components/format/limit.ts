import { MICROS } from '@/lib/money';
import type { LimitView } from '@/lib/plans/schema';
import { formatBytes, formatExact, formatShort } from './number';

/** The words of a window as stored (`rolling 60000`, `month UTC 1`): `per minute`, `per month`, `at once`. */
export function windowWords(window: string): string {
  const [kind, length] = window.split(' ');
  switch (kind) {
    case 'rolling':
      return spanWords(Number(length));
    case 'day':
      return 'per day';
    case 'month':
      return 'per month';
    case 'concurrent':
      return 'at once';
    case 'standing':
      return 'stored';
    case 'lifetime':
      return 'in its lifetime';
    default:
      return window;
  }
}

function spanWords(ms: number): string {
  if (ms === 1000) return 'per second';
  if (ms === 60_000) return 'per minute';
  if (ms === 3_600_000) return 'per hour';
  if (ms === 86_400_000) return 'per 24 hours';
  if (ms % 86_400_000 === 0) return `per ${ms / 86_400_000} days`;
  if (ms % 3_600_000 === 0) return `per ${ms / 3_600_000} hours`;
  if (ms % 60_000 === 0) return `per ${ms / 60_000} minutes`;
  return `per ${ms / 1000} seconds`;
}

const SCOPE_WORDS: Record<string, string> = {
  key: 'each key',
  user: 'each member',
  workspace: 'whole workspace',
};

/** Whose use a limit counts together. */
export const scopeWords = (scope: string): string => SCOPE_WORDS[scope] ?? scope;

const METRIC_WORDS: Record<string, string> = {
  requests: 'Requests',
  tokens: 'Tokens',
  cost: 'Budget',
  bytes: 'Storage',
  messages: 'Messages',
  descriptions: 'Descriptions',
};

/** Resources whose name is a plural read better in the singular before a noun. */
const RESOURCE_WORDS: Record<string, string> = {
  uploads: 'Upload',
  images: 'Image',
  embeddings: 'Embedding',
};

type Named = Pick<LimitView, 'metric' | 'resource' | 'window'>;

/** What a limit is called on every page: `Requests per minute`, `Concurrent uploads`, `Lifetime budget`. */
export function limitName({ metric, resource, window }: Named): string {
  if (window === 'concurrent')
    return `Concurrent ${resource || (METRIC_WORDS[metric] ?? metric).toLowerCase()}`;
  const noun = METRIC_WORDS[metric] ?? capital(metric);
  const subject = resource ? `${RESOURCE_WORDS[resource] ?? capital(resource)} ${noun.toLowerCase()}` : noun;
  if (window === 'standing') return metric === 'bytes' ? subject : `${subject} stored`;
  if (window === 'lifetime') return `Lifetime ${subject.charAt(0).toLowerCase()}${subject.slice(1)}`;
  return `${subject} ${windowWords(window)}`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** An amount of a metric, short (`1.2 k`) or exact; cost in `currency`, bytes in powers of two. */
export function formatAmount(metric: string, amount: number, currency: string, short = false): string {
  if (metric === 'cost') return formatMoney(amount, currency);
  if (metric === 'bytes') return formatBytes(amount);
  return short ? formatShort(amount) : formatExact(amount);
}

/**
 * Micro-units as money. `digits: 'cents'` rounds down to the currency's own decimals, and something that is less than
 * one cent is `<$0.01`, never 0; `'exact'` shows up to six, as for the cost of one request.
 */
export function formatMoney(micros: number, currency: string, digits: 'cents' | 'exact' = 'cents'): string {
  const exact = digits === 'exact';
  const cent = 10_000;
  const tiny = !exact && micros > 0 && micros < cent;
  const text = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    ...(exact ? { maximumFractionDigits: 6 } : { roundingMode: 'trunc' }),
  }).format((tiny ? cent : micros) / MICROS);
  return tiny ? `<${text}` : text;
}
