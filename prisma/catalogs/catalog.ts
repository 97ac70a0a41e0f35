import type { Metric, Scope } from '../../lib/plans/limit';
import type { Meter, ModelResource } from '../../lib/plans/resources';

/**
 * A published offer as typed data. It seeds rows that are absent (seed.ts); from then on the database is
 * the truth. Counts are integers; prices are micro-units of the currency per 10^6 of what a model's meter counts.
 */
export interface CatalogData {
  id: string;
  name: string;
  /** What its keys begin with, as in `hr_live_`. */
  keyPrefix: string;
  /** Which contract's headers and envelopes answer (lib/contracts). */
  contract: string;
  /** ISO 4217 */
  currency: string;
  /** IANA zone of its days and months. */
  timeZone: string;
  upgradeUrl: string;
  salesEmail: string;
  /** Lowest rank first. */
  plans: PlanData[];
  /** In the order of `/v1/models`: a plain, priced chat model first. */
  models: ModelData[];
}

export interface PlanData {
  slug: string;
  name: string;
  rank: number;
  /** Whether keys may exist on this plan; true unless said. */
  apiAccess?: boolean;
  /** 1 low to 4 critical; 1 unless said. */
  priority?: number;
  limits: PlanLimitData[];
  /** Size limits of one upload, where the catalog has uploads. */
  sizes?: UploadSizes;
}

export interface PlanLimitData {
  metric: Metric;
  /** Absent: every resource. */
  resource?: string;
  scope: Scope;
  /** As `formatWindow` writes it. */
  window: string;
  /** null is unlimited, 0 is "not in this plan". */
  capacity: number | null;
  /** What a member may set a key to; absent: the capacity. */
  ceiling?: number;
  /** A number that an admin agrees with each workspace: an override must give it. */
  custom?: true;
}

/** What one upload request may carry: bytes of one file by kind, files of one batch. */
export interface UploadSizes {
  batchFiles: number;
  imageBytes: number;
  documentBytes: number;
  videoBytes: number;
}

export interface ModelData {
  name: string;
  /** The name the upstream knows it by; absent: the same. */
  upstreamModel?: string;
  /** `chat` unless said. */
  resource?: ModelResource;
  /** What the prices count: the resource's usual one unless said. */
  meter?: Meter;
  inputPrice: number;
  outputPrice: number;
  /** Tokens count this many times against token limits; 1 unless said. */
  weight?: number;
  contextTokens: number;
  /** The gateway's clamp on `max_tokens`, and what a request without one holds at most. */
  maxOutputTokens: number;
  /** Takes pictures in its messages; no unless said. */
  readsImages?: true;
}

export const MINUTE = 'rolling 60000';
export const DAY_ROLLING = 'rolling 86400000';
export const DAY_UTC = 'day UTC';
export const MONTH_UTC = 'month UTC 1';

const limit = (
  metric: Metric,
  scope: Scope,
  window: string,
  capacity: number | null | 'custom',
): PlanLimitData =>
  capacity === 'custom'
    ? { metric, scope, window, capacity: null, custom: true }
    : { metric, scope, window, capacity };

/** A number of the published tables: a count, null for unlimited, or `custom`. */
export type Published = number | null | 'custom';

export const requests = (scope: Scope, window: string, capacity: Published) =>
  limit('requests', scope, window, capacity);
export const tokens = (scope: Scope, window: string, capacity: Published) =>
  limit('tokens', scope, window, capacity);
export const concurrent = (scope: Scope, capacity: Published) =>
  limit('requests', scope, 'concurrent', capacity);
