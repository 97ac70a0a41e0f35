import * as z from 'zod';
import type { LimitView } from '../plans/schema';

export const REQUEST_OUTCOMES = [
  'ok',
  'upstream_error',
  'client_closed',
  'stopped',
  'void',
  'unknown',
  'refused',
] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

/** `GET /api/manage/workspaces/{id}/requests`: newest first, [from, to). */
export const requestsQuery = z.strictObject({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** The key's id, or `session`. */
  key: z.union([z.uuid(), z.literal('session')]).optional(),
  member: z.uuid().optional(),
  model: z.string().max(200).optional(),
  resource: z.string().max(40).optional(),
  /** `failed` is every outcome but ok and refused. */
  outcome: z.enum([...REQUEST_OUTCOMES, 'failed']).optional(),
  /** Refusals by this limit alone: its id, as rows have it. */
  refused_by: z.string().max(200).optional(),
  cursor: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RequestsQuery = z.infer<typeof requestsQuery>;

/** One request as the explorer lists it. */
export interface RequestRow {
  id: string;
  /** ISO instant of the decision, by the store's clock. */
  at: string;
  outcome: RequestOutcome;
  /** HTTP status sent; null where the process died before it knew. */
  status: number | null;
  /** The key's id, or `session`. */
  key_id: string;
  key_name: string;
  member_id: string | null;
  member_name: string;
  resource: string;
  model: string;
  streamed: boolean;
  tokens_in: number;
  tokens_out: number;
  cost_micros: number;
  duration_ms: number | null;
  first_byte_ms: number | null;
  /** Amounts are our count: the upstream sent no usage. */
  estimated: boolean;
  /** The limit that refused (its id), and the code the client was sent; null unless refused. */
  refused_by: string | null;
  code: string | null;
}

/** A limit as the decision left it. Mapped, not extended: an interface is no JSON to Prisma. */
export type KeptLimit = { [Field in keyof LimitView]: LimitView[Field] } & {
  /** What this request reserved of it; part of `reserved`. */
  held: number;
};

/** `GET /api/manage/workspaces/{id}/requests/{request}` */
export interface RequestView extends RequestRow {
  settled_at: string | null;
  requests: number;
  /** Tokens as token limits were charged: weighted. */
  tokens_metered: number;
  /** Images, characters or seconds, where the model's prices count those. */
  units: number;
  /** Chat messages and AI descriptions of the month. */
  messages: number;
  descriptions: number;
  /** Reported beyond what was held: never charged. */
  unbilled_micros: number;
  price_version: number | null;
  /** Every limit of the decision; null where it is no longer kept. */
  limits: KeptLimit[] | null;
  /** Of a refusal: when waiting cures it. */
  clears_at: string | null;
}
