import * as z from 'zod';
import type { DenialView, QuotaCheckView, SettleView, VerifyView } from '../../../services/schema';
import { text, viewOf, whole } from '../operation';
import { amountsByMetric, limit } from './limits';

const checkShape = {
  allowed: z.boolean(),
  code: text.nullable().meta({ description: 'Why not; null where it is allowed' }),
  limit: text.nullable().meta({ description: 'Id of the limit that refuses, as in `GET /v1/quota`' }),
  retry_after_ms: whole.nullable(),
};
export const quotaCheck = viewOf<QuotaCheckView>()('QuotaCheck', z.object(checkShape));

export const verification = viewOf<VerifyView>()(
  'Verification',
  z.object({
    valid: z.boolean(),
    code: text.nullable(),
    request_id: text.meta({ description: 'A refusal’s receipt goes by it' }),
    decision: z.object({ ...checkShape, limits: z.array(limit) }).nullable(),
    reservation_id: text.nullable().meta({ description: 'To be settled once the work is done' }),
    lease_ends_at: text.nullable(),
    key: z
      .object({
        id: text,
        workspace_id: text,
        user_id: text,
        catalog: text,
        plan: text,
        priority: whole,
      })
      .nullable(),
    answer: z.object({ status: whole, headers: z.record(z.string(), z.string()), body: text.nullable() }),
  }),
);

export const settlement = viewOf<SettleView>()(
  'Settlement',
  z.object({ reservation_id: text, charged: amountsByMetric, unbilled_micros: whole }),
);

export const denial = viewOf<DenialView>()(
  'Denial',
  z.object({
    id: text,
    at: text,
    code: text,
    status: whole,
    resource: text,
    model: text,
    limit: text.nullable().meta({ description: 'Id of the limit that refused' }),
    set_by: z.enum(['plan', 'workspace', 'key']).nullable().meta({ description: 'Who set its number' }),
    details: z.unknown().meta({ description: 'That limit with its counter then' }),
    clears_at: text.nullable(),
    limits: z.unknown(),
  }),
);
