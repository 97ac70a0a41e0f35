import * as z from 'zod';
import { METRICS, parseWindow, SCOPES } from './limit';

/** A capacity or counter: integers below 2^53. */
export const counter = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** A window as `formatWindow` spells it (limit.ts). */
export const windowText = z.string().refine(
  (text) => {
    try {
      parseWindow(text);
      return true;
    } catch {
      return false;
    }
  },
  { message: 'must be like "rolling 60000", "day UTC", "month UTC 1", "lifetime" or "concurrent"' },
);

/** A limit as the management API reads and writes it. */
export const limitInput = z.strictObject({
  metric: z.enum(METRICS),
  /** '' means every resource. It is part of the limit's id, which goes into headers. */
  resource: z
    .string()
    .max(40)
    .regex(/^([a-z][a-z0-9_-]*)?$/, 'must be a resource in lower-case letters, such as "chat", or "" for all')
    .default(''),
  scope: z.enum(SCOPES),
  window: windowText,
  /** null is unlimited, 0 is "not in this plan" */
  capacity: counter.nullable(),
  note: z.string().max(500).optional(),
});
export type LimitInput = z.infer<typeof limitInput>;

/** One limit with its counter: `GET /v1/quota` and every gauge. Cost is in micro-units. */
export interface LimitView {
  id: string;
  metric: string;
  /** null: every resource */
  resource: string | null;
  scope: string;
  window: string;
  /** null is unlimited */
  limit: number | null;
  /** leaves out `reserved` */
  used: number;
  reserved: number;
  remaining: number | null;
  /** ISO instant; null where nothing resets */
  reset_at: string | null;
  set_by: 'plan' | 'workspace' | 'key';
}

export interface PlanLimitView {
  metric: string;
  resource: string | null;
  scope: string;
  window: string;
  limit: number | null;
  ceiling: number | null;
  custom: boolean;
}

export interface PlanView {
  id: string;
  slug: string;
  name: string;
  rank: number;
  api_access: boolean;
  priority: number;
  limits: PlanLimitView[];
}

/** What one upload request may carry: files of one batch, bytes of one file by kind. */
export interface UploadSizesView {
  batch_files: number;
  image_bytes: number;
  document_bytes: number;
  video_bytes: number;
}

const TERABYTE = 2 ** 40;
const fileBytes = counter.max(5 * TERABYTE, 'must be at most 5 TB (5 × 2^40 bytes)');

/** Upload sizes as the management API reads them; 0 bytes: files of this kind are not taken. */
export const uploadSizesInput = z.strictObject({
  batch_files: z.number().int().min(1, 'must be at least 1').max(1_000, 'must be at most 1000'),
  image_bytes: fileBytes,
  document_bytes: fileBytes,
  video_bytes: fileBytes,
});

/** A plan as its catalog publishes it. */
export interface PublishedPlanView extends PlanView {
  /** null where the catalog has no uploads. */
  sizes: UploadSizesView | null;
}

/** A model a catalog lists. Prices are micro-units of its currency per 10^6 of what its meter counts. */
export interface ModelView {
  name: string;
  resource: string;
  /** `tokens`, `images`, `characters` or `seconds` (lib/plans/resources.ts). */
  meter: string;
  /** Tokens count this many times against token limits. */
  weight: number;
  input_price: number;
  output_price: number;
}

export interface CatalogView {
  id: string;
  name: string;
  /** Goes up with every edit of its plans and models. */
  rev: number;
  key_prefix: string;
  /** Whose headers and errors answer its keys (lib/contracts). */
  contract: string;
  currency: string;
  time_zone: string;
  upgrade_url: string;
  sales_email: string;
  plans: PublishedPlanView[];
  models: ModelView[];
}
