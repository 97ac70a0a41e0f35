import type { AppError } from '../../errors';
import type { Denied, LimitState } from '../../limits/decision';
import type { ContractView, HeaderFields } from '../contract';
import { denial, keyView, perMonth, rpm } from './situations.cases';

/**
 * One table for every contract: what each must answer in each situation, literally. A sixth contract
 * adds a column of bodies where it has its own.
 */
export interface Case {
  name: string;
  view: ContractView;
  denied?: Denied;
  error?: AppError;
  status?: number;
  /** Limit, Remaining, Reset in Unix seconds, Reset in seconds from now; null: not sent. */
  trio: [limit: string, remaining: string, unix: string, fromNow: string] | null;
  /** Retry-proof fields of every contract; ajstudioz and aionvision leave `Retry-After` out unless 429. */
  retry?: HeaderFields;
  /** Fields only the priority contract has. */
  priority: HeaderFields;
  /** Fields only the house contract has. */
  house: HeaderFields;
  bodies?: { openai: object; ajstudioz: object; zihin: object; priority: object };
}

export const doc = (code: string) => `http://127.0.0.1:3000/docs/rate-limits/x#${code}`;
export const resource = { 'X-RateLimit-Resource': 'chat', 'X-Request-Priority': '2' };
export const REQUESTS = {
  id: 'key:requests/*/rolling 60000',
  policy: '"key:requests/*/rolling 60000";q=50;w=60',
};

export const requestHeaders = (limit: string, remaining: string, reset: string): HeaderFields => ({
  'x-ratelimit-limit-requests': limit,
  'x-ratelimit-remaining-requests': remaining,
  'x-ratelimit-reset-requests': reset,
});

/** The house's fields where requests per minute (50) stand at `remaining` beside one other limit. */
export const besideMinute = (policy: string, rateLimit: string, remaining = 47): HeaderFields => ({
  'RateLimit-Policy': `${REQUESTS.policy}, ${policy}`,
  RateLimit: `"${REQUESTS.id}";r=${remaining};t=12, ${rateLimit}`,
  ...requestHeaders('50', `${remaining}`, '12s'),
});

/** A refusal by a limit other than requests per minute, which stand at 3 of 50. */
export function refusedBy(
  code: Denied['code'],
  by: LimitState,
  retryAfterMs: number | null,
): Pick<Case, 'view' | 'denied' | 'trio' | 'priority'> {
  const limits = [rpm(50, 3), by];
  return {
    view: keyView(limits),
    denied: denial(code, by, retryAfterMs, limits),
    trio: ['50', '47', '1709251200', '12'],
    priority: { ...resource, 'X-RateLimit-Used': '3' },
  };
}

const MONTH = 'workspace:requests/*/month UTC 1';
/** A caller who is known, with 3 of 50 requests a minute and 1 of 10,000 a month behind it. */
export const known = {
  view: keyView([rpm(50, 3), perMonth(1)]),
  trio: ['50', '47', '1709251200', '12'] as Case['trio'],
  priority: { ...resource, 'X-RateLimit-Used': '3' },
  house: besideMinute(`"${MONTH}";q=10000`, `"${MONTH}";r=9999;t=2678412`),
};

/** The four envelopes around one message, where no page publishes a text of its own. */
export function envelopes(
  code: string,
  type: string,
  message: string,
  limit: string | null,
  retryAfter: number | null,
  details: object,
  param: string | null = null,
): NonNullable<Case['bodies']> {
  return {
    openai: { error: { message, type, param, code, ...(limit && { limit }), doc_url: doc(code) } },
    ajstudioz: { error: { code, message, ...(retryAfter !== null && { retry_after: retryAfter }) } },
    zihin: { error: code, message, details, status: 'error' },
    priority: { error: { type, message, code } },
  };
}
