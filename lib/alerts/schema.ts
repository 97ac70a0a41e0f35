import * as z from 'zod';

const name = z.string().trim().min(1).max(80);

/** A limit as pages and headers name it: `workspace:cost/*\/month UTC 1` (limitId in lib/plans/limit.ts). */
const limitIdText = z
  .string()
  .max(160)
  .regex(
    /^(key|user|workspace):[a-z]+\/[a-z0-9_*-]+\/.+$/,
    'must be the id of a limit, such as "workspace:requests/*/month UTC 1"',
  );

const thresholds = z
  .array(z.number().int().min(1, 'must be at least 1').max(100, 'must be at most 100'))
  .max(10)
  .transform((percents) => [...new Set(percents)].sort((a, b) => a - b));

export const EMAIL_CHOICES = ['nobody', 'admins', 'everyone'] as const;
export type EmailChoice = (typeof EMAIL_CHOICES)[number];

const ruleFields = {
  name,
  /** null: every limit of the workspace, its members and its keys. */
  limit: limitIdText.nullable(),
  thresholds,
  projected: z.boolean(),
  email: z.enum(EMAIL_CHOICES),
  webhook_ids: z.array(z.uuid()).max(20),
  enabled: z.boolean(),
};

/** `POST /api/manage/workspaces/{id}/alerts` */
export const createRuleInput = z.strictObject({
  ...ruleFields,
  limit: ruleFields.limit.default(null),
  thresholds: thresholds.default([75, 90, 100]),
  projected: ruleFields.projected.default(false),
  email: ruleFields.email.default('nobody'),
  webhook_ids: ruleFields.webhook_ids.default([]),
  enabled: ruleFields.enabled.default(true),
});

/** `PATCH /api/manage/workspaces/{id}/alerts/{alert}`; what is absent stays. */
export const updateRuleInput = z.strictObject(ruleFields).partial();

/** `POST /api/manage/workspaces/{id}/webhooks` */
export const createWebhookInput = z.strictObject({ name, url: z.string().trim().max(2000) });

/** `PATCH /api/manage/workspaces/{id}/webhooks/{webhook}` */
export const updateWebhookInput = z
  .strictObject({ name, url: z.string().trim().max(2000), enabled: z.boolean() })
  .partial();

/** `POST /api/manage/workspaces/{id}/webhooks/{webhook}/rotate` */
export const rotateWebhookInput = z.strictObject({
  /** For how long both secrets sign. */
  overlap_seconds: z.number().int().min(0).max(604_800).default(86_400),
});

const cursor = z.uuid().optional();
const limit = z.coerce.number().int().min(1).max(200).default(50);

export const alertEventsQuery = z.strictObject({ cursor, limit });

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const deliveriesQuery = z.strictObject({
  status: z.enum(DELIVERY_STATUSES).optional(),
  webhook: z.uuid().optional(),
  cursor,
  limit,
});

export interface AlertRuleView {
  id: string;
  name: string;
  /** null: every limit */
  limit: string | null;
  /** Percent, ascending. */
  thresholds: number[];
  projected: boolean;
  email: EmailChoice;
  webhook_ids: string[];
  enabled: boolean;
  created_at: string;
}

/** Something that was crossed. Cost is in micro-units. */
export interface AlertEventView {
  id: string;
  at: string;
  /** null where the rule is gone. */
  rule_id: string | null;
  rule_name: string;
  /** Percent; null: use is projected to reach the limit. */
  threshold: number | null;
  limit: string;
  subject: { scope: string; id: string; name: string };
  period_start: string;
  capacity: number;
  used: number;
  reset_at: string | null;
  projected_at: string | null;
  /** By whoever asks. */
  seen: boolean;
}

export interface AlertEventsView {
  data: AlertEventView[];
  next_cursor: string | null;
  /** How many the reader has not seen; no more than 100 are counted. */
  unseen: number;
}

export interface WebhookView {
  id: string;
  name: string;
  /** For those who may not change it, its origin alone: paths often carry secrets. */
  url: string;
  enabled: boolean;
  /** Until when the former secret signs too. */
  previous_until: string | null;
  created_at: string;
}

/** The one answer that carries the secret. */
export interface WebhookSecretView extends WebhookView {
  secret: string;
}

/** One attempt at a delivery. */
export interface AttemptView {
  at: string;
  /** The receiver's HTTP status; null: there was no answer, or it was an e-mail. */
  status: number | null;
  /** Why it did not succeed. */
  error: string | null;
  ms: number;
}

export interface DeliveryView {
  id: string;
  type: string;
  alert_id: string | null;
  /** null: an e-mail */
  webhook: { id: string; name: string } | null;
  email: string | null;
  status: DeliveryStatus;
  attempts: number;
  /** null once it is over. */
  next_attempt_at: string | null;
  created_at: string;
  /** The last ones, newest last. */
  log: AttemptView[];
  /** The JSON that was signed; null for an e-mail. */
  body: string | null;
}
