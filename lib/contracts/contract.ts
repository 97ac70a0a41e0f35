import type { AppError } from '../errors';
import type { DecisionSource, Denied, LimitState } from '../limits/decision';

/**
 * What a contract may know about a request: pure data, built by admission from a decision or a look.
 * Without a usable key there are no limits, no kind and no priority.
 */
export interface ContractView {
  requestId: string;
  /** Store time of the decision or the look; the app's own clock where there was neither. */
  atMs: number;
  /** This request's resource, e.g. `chat`; '' where it has none. */
  resource: string;
  /** Counters as they stand, this request included. */
  limits: readonly LimitState[];
  principal: 'key' | 'session' | null;
  /** 1 low to 4 critical */
  priority: number | null;
  /** ISO 4217, for amounts in messages. */
  currency: string;
  /** Who decided; null where nothing was decided. */
  source: DecisionSource | null;
  /** The docs page of the caller's catalog, without a fragment. */
  docsUrl: string;
  /** `Accept` asks for RFC 9457 problem details; see `wantsProblem`. */
  problem: boolean;
  /** A stream is stopped in the middle: it is told in the stream. */
  midway?: boolean;
}

/** Plain header objects: @hono/node-server writes them without building a Headers first. */
export type HeaderFields = Record<string, string>;

export interface Answer {
  status: number;
  headers: HeaderFields;
  body: string;
}

/** One published dialect of headers and errors. All functions are pure. */
export interface Contract {
  id: string;
  /** What its keys begin with, as in `hr_live_`: a caller without a usable key is answered by it. */
  prefix: string;
  /** Its own paths, for callers whose key says nothing. */
  paths: readonly string[];
  /** Its page says that `Retry-After` is on 429 only. */
  retryAfterOnlyOn429: boolean;
  /** On every response to an authenticated caller, before the first byte of its body. */
  headers(view: ContractView): HeaderFields;
  /** The answer to a denial. */
  refusal(view: ContractView, denied: Denied): Answer;
  /** The answer to an expected failure: bad key, bad input, plan without API access, our own trouble. */
  error(view: ContractView, error: AppError): Answer;
}

/** What browsers may read of our answers (`Access-Control-Expose-Headers`). */
export const EXPOSED_HEADERS = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-RateLimit-Resource',
  'X-RateLimit-Used',
  'X-Request-Priority',
  'RateLimit-Policy',
  'RateLimit',
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'x-ratelimit-limit-tokens',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-reset-tokens',
  'Retry-After',
  'retry-after-ms',
  'x-should-retry',
  'X-Request-Id',
  'X-Headroom-Source',
  'Idempotent-Replayed',
  'Location',
  'Tus-Resumable',
  'Upload-Offset',
  'Upload-Length',
  'Upload-Metadata',
  'Upload-Expires',
].join(', ');

/** Whether the caller asks for RFC 9457 problem details. */
export const wantsProblem = (accept: string | null): boolean =>
  accept?.toLowerCase().includes('/problem+json') === true && accept.split(',').some(isProblem);

const isProblem = (range: string): boolean =>
  /^\s*application\/problem\+json\s*(;|$)/i.test(range) && !/;\s*q=0(\.0*)?\s*(;|$)/i.test(range);
