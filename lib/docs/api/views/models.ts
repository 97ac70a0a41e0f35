import * as z from 'zod';
import type { ModelView } from '../../../gateway/list-models';
import type {
  ManagedModelRow,
  ManagedModelView,
  UpstreamCheckView,
  UpstreamView,
} from '../../../models/schema';
import { MODEL_RESOURCES } from '../../../plans/resources';
import type { ReplayView } from '../../../replay/schema';
import { text, viewOf, whole } from '../operation';

export const model = viewOf<ModelView>()(
  'Model',
  z.object({
    id: text,
    object: z.literal('model'),
    created: whole,
    owned_by: text,
    resource: text,
    context_tokens: whole,
    max_output_tokens: whole,
    meter: text,
    input_price: whole.meta({ description: 'Micro-units of the currency per 10^6 of what the meter counts' }),
    output_price: whole,
    weight: whole.meta({ description: 'Tokens count this many times against token limits' }),
  }),
);

const check = z.object({ at: text, ok: z.boolean(), ms: whole, message: text });
export const upstream = viewOf<UpstreamView>()(
  'Upstream',
  z.object({
    id: text,
    name: text,
    base_url: text,
    has_key: z.boolean(),
    max_in_flight: whole.nullable(),
    connect_timeout_ms: whole,
    first_byte_timeout_ms: whole,
    idle_timeout_ms: whole,
    enabled: z.boolean(),
    models: whole,
    check: check.nullable(),
    created_at: text,
  }),
);
export const upstreamCheck = viewOf<UpstreamCheckView>()(
  'UpstreamCheck',
  check.extend({ models: z.array(text) }),
);

const managedShape = {
  id: text,
  catalog: text,
  currency: text,
  name: text,
  resource: z.enum(MODEL_RESOURCES),
  upstream: z.object({ id: text, name: text, enabled: z.boolean() }),
  upstream_model: text,
  meter: z.enum(['tokens', 'images', 'characters', 'seconds']),
  input_price: whole,
  output_price: whole,
  price_version: whole,
  weight: whole,
  context_tokens: whole,
  max_output_tokens: whole,
  hides_tokens: z.boolean(),
  reads_images: z.boolean(),
  listed: z.boolean(),
  enabled: z.boolean(),
  position: whole,
};
export const managedModel = viewOf<ManagedModelView>()('ManagedModel', z.object(managedShape));
export const managedModelRow = viewOf<ManagedModelRow>()(
  'ManagedModelRow',
  z.object({
    ...managedShape,
    last_hour: z.object({ requests: whole, failed: whole, duration_ms: z.number().nullable() }),
  }),
);

const replayLimit = z.object({
  id: text,
  code: text,
  limit: z
    .object({
      metric: text,
      resource: text.nullable(),
      scope: text,
      window: text,
      capacity: whole.nullable(),
      set_by: text,
    })
    .nullable(),
  refused: whole,
});
const named = z.object({ id: text, name: text });

export const replay = viewOf<ReplayView>()(
  'Replay',
  z.object({
    from: text,
    to: text,
    whole: z.boolean(),
    requests: whole,
    refused: whole,
    refused_now: whole,
    refused_then: whole,
    workspaces: whole,
    limits: z.array(replayLimit),
    callers: z.array(
      z.object({
        workspace: named,
        key: z.object({ id: text, name: text, last4: text }).nullable(),
        member: named,
        requests: whole,
        refused: whole,
        refused_now: whole,
        first_refused_at: text,
        limits: z.array(replayLimit),
      }),
    ),
    more_callers: whole,
    hours: z.array(z.object({ start: text, requests: whole, refused: whole })),
    took_ms: whole,
  }),
);
