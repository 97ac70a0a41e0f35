import * as z from 'zod';
import {
  forwardAuthQuery,
  ownUsageQuery,
  quotaCheckInput,
  settleInput,
  verifyInput,
} from '../../../services/schema';
import { type Operation, text, whole } from '../operation';
import { limit } from '../views/limits';
import { denial, quotaCheck, settlement, verification } from '../views/services';
import { usage } from '../views/usage';

const limits = { tag: 'Limits', audience: 'key' } as const;
const services = { tag: 'Other services', audience: 'management' } as const;

export const LIMIT_OPERATIONS: Operation[] = [
  {
    ...limits,
    id: 'getQuota',
    method: 'get',
    path: '/v1/quota',
    summary: 'See what is left',
    text: 'Every limit of this key or session, with its counter. Not counted.',
    answer: z.object({ data: z.array(limit) }),
  },
  {
    ...limits,
    id: 'checkQuota',
    method: 'post',
    path: '/v1/quota/check',
    summary: 'Ask whether a request would be admitted',
    text: 'Charges nothing and promises nothing: another request may come first. Not counted. An unknown resource is a 400 that lists those there are: ours, and any that a limit of the caller names.',
    body: quotaCheckInput,
    example: { resource: 'chat', amounts: { requests: 1, tokens: 800 } },
    answer: quotaCheck,
    fields: { amounts: 'What it would use, by metric. Absent: one request.' },
  },
  {
    ...limits,
    id: 'getOwnUsage',
    method: 'get',
    path: '/v1/usage',
    summary: 'See what this key used',
    text: 'The last 24 hours unless said otherwise. Not counted.',
    query: ownUsageQuery,
    answer: usage,
  },
  {
    ...limits,
    id: 'getDenial',
    method: 'get',
    path: '/v1/denials/{request_id}',
    summary: 'Get the receipt of a refusal',
    text: 'Which limit refused, its counter then, who set it and when it clears. The last 100 of a key are kept.',
    answer: denial,
  },
  {
    ...limits,
    id: 'getMonthlyQuota',
    method: 'get',
    path: '/api/quota',
    summary: 'See the month, in Zihin’s shape',
    text: '404 where the plan has no monthly quota. Not counted.',
    answer: z.object({
      success: z.literal(true),
      quota: z.object({
        limit: whole.nullable(),
        used: whole,
        remaining: whole.nullable(),
        reset_date: text.nullable(),
      }),
    }),
  },
  {
    ...services,
    id: 'verifyKey',
    method: 'post',
    path: '/v1/keys/verify',
    summary: 'Verify a key and reserve',
    text: 'For services that do the work themselves: checks every limit, and holds what the work may use until it is settled or its lease ends. A key that is no good is an answer (`"valid": false`), not an error.',
    body: verifyInput,
    example: { key: 'hr_live_…', resource: 'search', amounts: { requests: 1 } },
    answer: verification,
    fields: { lease_seconds: 'How long the work may take. Then it is charged what it reserved.' },
  },
  {
    ...services,
    id: 'settleKey',
    method: 'post',
    path: '/v1/keys/settle',
    summary: 'Settle what was reserved',
    text: 'Replaces the reservation by what was used. Counts once; sent again it answers the same.',
    body: settleInput,
    example: { reservation_id: '019bbf0e-61c0-7000-8000-3f1d2c5a7b90', amounts: { requests: 1 } },
    answer: settlement,
  },
  {
    id: 'forwardAuth',
    tag: 'Other services',
    audience: 'key',
    method: 'get',
    path: '/v1/forward-auth',
    summary: 'Let a proxy ask',
    text: 'For Traefik’s `forwardAuth` and Caddy’s `forward_auth`, with the headers of the request they hold. With `?for=nginx` the answer is 204 or 403, and `X-Headroom-Status` has the real one. Counts one request.',
    query: forwardAuthQuery,
    answer: null,
  },
];
