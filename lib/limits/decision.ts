import type { Limit, Metric } from '../plans/limit';

/**
 * An amount that may depend on the units granted (output tokens): ceil((base + per × units) ÷ divisor).
 * Requests are `{ base: 1 }`; tokens `{ base: input × weight, per: weight }`;
 * cost `{ base: input × inputPrice, per: outputPrice, divisor: 1_000_000 }`.
 */
export interface Amount {
  base: number;
  per?: number;
  divisor?: number;
}

/** What a request wants. */
export interface Claim {
  resource: string;
  amounts: Partial<Record<Metric, Amount>>;
  /** Output tokens: refused only below the minimum; at most the wish is granted. */
  units?: { minimum: number; wish: number };
  /** Takes a lease of concurrency limits and counts nowhere else: a further part of what was admitted before. */
  leaseOnly?: true;
}

/** A limit's counter as a decision (or a look) left it. */
export interface LimitState {
  limit: Limit;
  /** `limitId(limit)` */
  id: string;
  /** Leaves out what is reserved. */
  used: number;
  reserved: number;
  /** null where unlimited */
  remaining: number | null;
  /**
   * When it next eases: a rolling limit, when its earliest counted use leaves the window (on a denial,
   * when this request would be admitted); a calendar one, its period's end; null where nothing resets.
   */
  resetAtMs: number | null;
}

export const DENIAL_CODES = [
  'rate_limit_exceeded',
  'concurrency_limit_exceeded',
  'quota_exceeded',
  'budget_exceeded',
  'budget_reserved',
  'not_in_plan',
  'storage_full',
  'request_too_large',
] as const;
export type DenialCode = (typeof DENIAL_CODES)[number];

export type DecisionSource = 'redis' | 'memory' | 'local' | 'closed';

export interface Admitted {
  admitted: true;
  /** The reservation's id: the caller's request id. */
  id: string;
  /** Store time; fixed here and carried everywhere. */
  atMs: number;
  /** Output tokens granted, where the claim asked for any. */
  granted: number | null;
  limits: LimitState[];
  source: DecisionSource;
}

/** A denial is a value. It changed no limit state. */
export interface Denied {
  admitted: false;
  id: string;
  atMs: number;
  code: DenialCode;
  /** The limit that refused. */
  by: LimitState;
  /** null: it never ends by itself */
  retryAfterMs: number | null;
  limits: LimitState[];
  source: DecisionSource;
}

export type Decision = Admitted | Denied;

/** What was really used, at the end. Absent metrics are charged as held. */
export type Actual = Partial<Record<Metric, number>>;

/** How far a running request has come: what it would be charged if its process died now. */
export interface Progress {
  actual: Actual;
  tokensIn: number;
  tokensOut: number;
}

/** A request under an Idempotency-Key. */
export interface Once {
  /** Hash of principal, route and key. */
  key: string;
  /** SHA-256 of the raw body, hex. */
  body: string;
}

/** What the first request under the same Idempotency-Key came to. */
export interface Repeated {
  state: 'running' | 'other_body' | 'unknown_outcome' | 'not_replayable' | 'answered';
  /** As its settle gave it. */
  answer: string | null;
}
