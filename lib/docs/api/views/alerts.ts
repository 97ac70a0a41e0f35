import * as z from 'zod';
import {
  type AlertEventsView,
  type AlertEventView,
  type AlertRuleView,
  DELIVERY_STATUSES,
  type DeliveryView,
  EMAIL_CHOICES,
  type WebhookSecretView,
  type WebhookView,
} from '../../../alerts/schema';
import { text, viewOf, whole } from '../operation';

export const alertRule = viewOf<AlertRuleView>()(
  'AlertRule',
  z.object({
    id: text,
    name: text,
    limit: text.nullable().meta({ description: 'A limit’s id; null: every limit' }),
    thresholds: z.array(whole).meta({ description: 'Percent, ascending' }),
    projected: z.boolean(),
    email: z.enum(EMAIL_CHOICES),
    webhook_ids: z.array(text),
    enabled: z.boolean(),
    created_at: text,
  }),
);

const alertEvent = viewOf<AlertEventView>()(
  'AlertEvent',
  z.object({
    id: text,
    at: text,
    rule_id: text.nullable().meta({ description: 'null where the rule is gone' }),
    rule_name: text,
    threshold: whole.nullable().meta({ description: 'Percent; null: use is projected to reach the limit' }),
    limit: text,
    subject: z.object({ scope: text, id: text, name: text }),
    period_start: text,
    capacity: whole,
    used: whole.meta({ description: 'Cost in micro-units' }),
    reset_at: text.nullable(),
    projected_at: text.nullable().meta({ description: 'When nothing would be left' }),
    seen: z.boolean().meta({ description: 'By whoever asks' }),
  }),
);

export const alertEvents = viewOf<AlertEventsView>()(
  'AlertEvents',
  z.object({
    data: z.array(alertEvent),
    next_cursor: text.nullable(),
    unseen: whole.meta({ description: 'Not seen by whoever asks; at most 100' }),
  }),
);

const webhookShape = {
  id: text,
  name: text,
  url: text.meta({ description: 'For those who may not change it, its origin alone' }),
  enabled: z.boolean(),
  previous_until: text.nullable().meta({ description: 'Until when the former secret signs too' }),
  created_at: text,
};
export const webhook = viewOf<WebhookView>()('Webhook', z.object(webhookShape));
export const webhookSecret = viewOf<WebhookSecretView>()(
  'WebhookSecret',
  z.object({
    ...webhookShape,
    secret: text.meta({ description: '`whsec_…`, in this answer alone' }),
  }),
);

export const delivery = viewOf<DeliveryView>()(
  'Delivery',
  z.object({
    id: text,
    type: text,
    alert_id: text.nullable(),
    webhook: z.object({ id: text, name: text }).nullable().meta({ description: 'null: an e-mail' }),
    email: text.nullable(),
    status: z.enum(DELIVERY_STATUSES),
    attempts: whole,
    next_attempt_at: text.nullable(),
    created_at: text,
    log: z.array(z.object({ at: text, status: whole.nullable(), error: text.nullable(), ms: whole })),
    body: text.nullable().meta({ description: 'The JSON that was signed' }),
  }),
);
