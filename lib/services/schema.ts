import * as z from 'zod';
import type { Metric } from '../plans/limit';
import type { LimitView } from '../plans/schema';
import { usageQuery } from '../usage/schema';

/** Of one request. Thousands of the largest must still add up to an exact integer where nothing limits them. */
const MOST = 1_000_000_000_000;
const amount = z.number().int().min(0).max(MOST);

/** What the request is for, as limits and scopes name it; any other service's own word will do. */
const resourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be 1 to 40 of a-z, 0-9, ".", "_" and "-", such as "chat"');

/**
 * What a request wants, by metric; cost in micro-units of the catalog's currency. Absent: one request, and
 * one micro-unit of a budget, since a spent budget refuses every further request.
 */
const amounts = z.strictObject({
  requests: amount.optional(),
  tokens: amount.optional(),
  cost: amount.optional(),
  messages: amount.optional(),
  descriptions: amount.optional(),
});

/** `POST /v1/quota/check` */
export const quotaCheckInput = z.strictObject({
  resource: resourceName,
  amounts: amounts.extend({ bytes: amount.optional() }).default({}),
});

/** The answer to a check, and the decision of a verification. */
export interface QuotaCheckView {
  allowed: boolean;
  /** Why not; null where it is allowed. */
  code: string | null;
  /** Id of the limit that refuses, as in `GET /v1/quota`; null where none does. */
  limit: string | null;
  /** null where it is allowed, or where waiting does not cure it. */
  retry_after_ms: number | null;
}

const LEASE_SECONDS = { least: 1, most: 3600, usual: 60 };

/** `POST /v1/keys/verify` */
export const verifyInput = z.strictObject({
  /** As the service was sent it: anything that is no key of ours is simply not valid. */
  key: z.string().max(16_384),
  resource: resourceName,
  amounts: amounts.default({}),
  /** For the ledger, and for keys that are bound to models. */
  model: z.string().max(120).optional(),
  /** Address of the one who sent the key: keys that are bound to addresses are refused without it. */
  ip: z.string().max(60).optional(),
  /** How long it may run before it is charged what it reserved. */
  lease_seconds: z
    .number()
    .int()
    .min(LEASE_SECONDS.least)
    .max(LEASE_SECONDS.most)
    .default(LEASE_SECONDS.usual),
});

/** What to answer the key's holder, as the key's own catalog publishes it. */
export interface AnswerView {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** null where it is admitted: the body is the service's own. */
  body: string | null;
}

export interface VerifyView {
  /** The key is good, and every limit admits the request. */
  valid: boolean;
  /** Why not; null where it is valid. */
  code: string | null;
  /** Of this verification: a refusal's receipt goes by it (`GET /v1/denials/{request_id}`). */
  request_id: string;
  /** What the limits said; null where the key itself was refused. */
  decision: (QuotaCheckView & { limits: LimitView[] }) | null;
  /** To be settled once the work is done; null unless valid. */
  reservation_id: string | null;
  /** When it is charged what it reserved, if it is not settled before. */
  lease_ends_at: string | null;
  /** Whose key it is; null where it is not good. */
  key: {
    id: string;
    workspace_id: string;
    user_id: string;
    catalog: string;
    plan: string;
    priority: number;
  } | null;
  answer: AnswerView;
}

/** `POST /v1/keys/settle` */
export const settleInput = z.strictObject({
  reservation_id: z.uuid(),
  /** What was really used, by metric; absent ones as reserved. `requests: 0`: nothing was done. */
  amounts: amounts.default({}),
  /** How the tokens divide, for charts; absent: all of them went in. */
  tokens_in: amount.optional(),
  tokens_out: amount.optional(),
});

export interface SettleView {
  reservation_id: string;
  /** By metric: what was used, and at most what was reserved. */
  charged: Partial<Record<Metric, number>>;
  /** Cost beyond what was reserved: recorded, charged to nobody. */
  unbilled_micros: number;
}

/** `GET /v1/usage`: the caller's own use; the last 24 hours unless said otherwise. */
export const ownUsageQuery = usageQuery.omit({ key: true, member: true }).partial({ from: true, to: true });

/** What a proxy asks for that names no resource. */
export const PROXY = 'proxy';

/** `GET /v1/forward-auth` */
export const forwardAuthQuery = z.strictObject({
  for: z.enum(['nginx']).optional(),
  resource: resourceName.default(PROXY),
});

/** `GET /v1/denials/{request_id}` */
export interface DenialView {
  id: string;
  at: string;
  code: string;
  status: number;
  resource: string;
  model: string;
  /** Id of the limit that refused; null where none did. */
  limit: string | null;
  /** Who set the number in force: the plan, an admin for the workspace, or whoever made the key. */
  set_by: 'plan' | 'workspace' | 'key' | null;
  /** That limit with its counter then, and what the request needed of it. */
  details: unknown;
  /** When waiting cures it; null where it does not. */
  clears_at: string | null;
  /** Every limit of the decision. */
  limits: unknown;
}
