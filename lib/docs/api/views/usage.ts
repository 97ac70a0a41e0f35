import * as z from 'zod';
import type { RequestRow, RequestView } from '../../../usage/request-schema';
import { REQUEST_OUTCOMES } from '../../../usage/request-schema';
import type { LatencyView, OverviewView, UsageView } from '../../../usage/schema';
import { text, viewOf, whole } from '../operation';
import { limitFields } from './limits';

const amounts = {
  requests: whole.meta({ description: 'Admitted ones, sessions included' }),
  tokens_in: whole,
  tokens_out: whole,
  cost_micros: whole,
  denied: whole,
};
const totals = z.object(amounts);
const row = z.object({
  ...amounts,
  start: text.meta({ description: 'ISO start of the interval in UTC' }),
  group: text.meta({ description: 'The group’s id, `session` for sessions, empty when not grouped' }),
});
const names = z.record(z.string(), z.string()).meta({ description: 'Names for the ids in `group`' });

export const usage = viewOf<UsageView>()(
  'Usage',
  z.object({
    data: z.array(row),
    totals,
    previous: z.object({ data: z.array(row), totals, from: text, to: text }).optional(),
    groups: names,
    filters: names,
    from: text,
    to: text,
  }),
);

const percentiles = z.object({
  count: whole,
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
});
const measured = { answer: percentiles, first_byte: percentiles };

export const latency = viewOf<LatencyView>()(
  'Latency',
  z.object({
    data: z.array(z.object({ ...measured, start: text })),
    totals: z.object(measured),
    by_group: z.array(z.object({ ...measured, group: text })),
    groups: names,
    from: text,
    to: text,
  }),
);

export const overview = viewOf<OverviewView>()(
  'Overview',
  z.object({
    today: totals,
    yesterday: totals,
    yesterday_so_far: totals,
    first_request_at: text.nullable(),
    tz: text,
    currency: text,
  }),
);

const requestShape = {
  id: text,
  at: text,
  outcome: z.enum(REQUEST_OUTCOMES),
  status: whole.nullable(),
  key_id: text,
  key_name: text,
  member_id: text.nullable(),
  member_name: text,
  resource: text,
  model: text,
  streamed: z.boolean(),
  tokens_in: whole,
  tokens_out: whole,
  cost_micros: whole,
  duration_ms: whole.nullable(),
  first_byte_ms: whole.nullable(),
  estimated: z.boolean(),
  refused_by: text.nullable(),
  code: text.nullable(),
};
export const requestRow = viewOf<RequestRow>()('RequestRow', z.object(requestShape));

export const request = viewOf<RequestView>()(
  'Request',
  z.object({
    ...requestShape,
    settled_at: text.nullable(),
    requests: whole,
    tokens_metered: whole,
    units: whole,
    messages: whole,
    descriptions: whole,
    unbilled_micros: whole,
    price_version: whole.nullable(),
    limits: z.array(limitFields.extend({ held: whole })).nullable(),
    clears_at: text.nullable(),
  }),
);
