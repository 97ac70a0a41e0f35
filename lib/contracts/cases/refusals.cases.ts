import {
  besideMinute,
  type Case,
  envelopes,
  REQUESTS,
  refusedBy,
  requestHeaders,
  resource,
} from './case.cases';
import { budget, concurrent, denial, keyView, perMonth, rpm, stored, tpm } from './situations.cases';

const MONTH = 'workspace:requests/*/month UTC 1';
const CONCURRENT = 'user:requests/*/concurrent';
const BUDGET = 'key:cost/*/lifetime';
const STORED = 'workspace:bytes/*/standing';
const TOKENS = 'key:tokens/*/rolling 60000';
const budgetPolicy = `"${BUDGET}";q=12500000;qu="cost"`;
const nothing = rpm(0, 0);
const NEVER = { 'x-should-retry': 'false' };

const month =
  'Quota exceeded: 10,000 requests per month for this workspace are used up. It resets at 2024-04-01T00:00:00.000Z. Upgrade the plan to go on now.';

export const REFUSALS: Case[] = [
  {
    name: 'refused by concurrency: the message names it, a second is enough',
    ...refusedBy('concurrency_limit_exceeded', concurrent(5), 1_000),
    status: 429,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000' },
    house: besideMinute(`"${CONCURRENT}";q=5;qu="concurrent-requests"`, `"${CONCURRENT}";r=0`),
    bodies: envelopes(
      'concurrency_limit_exceeded',
      'concurrency_error',
      'Too many concurrent requests: at most 5 requests at a time for this user. Try again when one of them has finished.',
      CONCURRENT,
      1,
      { limit: 5, remaining: 0, retry_after: 1 },
    ),
  },
  {
    name: 'refused by the monthly quota: the body has no retry_after where the page has none',
    ...refusedBy('quota_exceeded', perMonth(10_000), 2_678_412_000),
    status: 429,
    trio: ['10000', '0', '1711929600', '2678412'],
    retry: { 'Retry-After': '2678412', 'retry-after-ms': '2678412000', ...NEVER },
    priority: { ...resource, 'X-RateLimit-Used': '10000' },
    house: {
      'RateLimit-Policy': `${REQUESTS.policy}, "${MONTH}";q=10000`,
      RateLimit: `"${REQUESTS.id}";r=47;t=12, "${MONTH}";r=0;t=2678412`,
      ...requestHeaders('10000', '0', '744h0m12s'),
    },
    bodies: {
      ...envelopes('quota_exceeded', 'insufficient_quota', month, MONTH, 2_678_412, {}),
      zihin: {
        error: 'quota_exceeded',
        message: 'Monthly quota exceeded',
        details: { limit: 10_000, used: 10_000, reset_date: '2024-04-01T00:00:00.000Z' },
        status: 'error',
      },
    },
  },
  {
    name: 'a spent budget is 402 and never retried',
    ...refusedBy('budget_exceeded', budget(12_500_000), null),
    status: 402,
    retry: NEVER,
    house: besideMinute(budgetPolicy, `"${BUDGET}";r=0`),
    bodies: envelopes(
      'budget_exceeded',
      'insufficient_quota',
      'Budget exceeded: what is left of 12.50 INR for this key does not pay for this request. Raise the budget to go on.',
      BUDGET,
      null,
      { limit: 12_500_000, remaining: 0 },
    ),
  },
  {
    name: 'a budget that open holds stand on is 429 and retried after a second',
    ...refusedBy('budget_reserved', budget(2_000_000, 10_500_000), 1_000),
    status: 429,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000' },
    house: besideMinute(budgetPolicy, `"${BUDGET}";r=0`),
    bodies: envelopes(
      'budget_reserved',
      'budget_error',
      'Requests still running hold the rest of 12.50 INR for this key. Try again in a second.',
      BUDGET,
      1,
      { limit: 12_500_000, remaining: 0, retry_after: 1 },
    ),
  },
  {
    name: 'a capacity of 0 is not in the plan',
    view: keyView([nothing]),
    denied: denial('not_in_plan', nothing, null, [nothing]),
    status: 403,
    trio: ['0', '0', '1709251188', '0'],
    retry: NEVER,
    priority: { ...resource, 'X-RateLimit-Used': '0' },
    house: {
      'RateLimit-Policy': `"${REQUESTS.id}";q=0;w=60`,
      RateLimit: `"${REQUESTS.id}";r=0`,
      ...requestHeaders('0', '0', '0s'),
    },
    bodies: envelopes(
      'not_in_plan',
      'permission_error',
      'Your plan does not include requests. Upgrade the plan to use it.',
      REQUESTS.id,
      null,
      { limit: 0, remaining: 0 },
    ),
  },
  {
    name: 'a claim that can never fit is 413',
    ...refusedBy('request_too_large', tpm(0), null),
    status: 413,
    retry: NEVER,
    house: {
      ...besideMinute(`"${TOKENS}";q=200000;w=60;qu="tokens"`, `"${TOKENS}";r=200000`),
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-remaining-tokens': '200000',
      'x-ratelimit-reset-tokens': '0s',
    },
    bodies: envelopes(
      'request_too_large',
      'invalid_request_error',
      'This request alone needs more than 200,000 tokens per minute for this key. Make it smaller or upgrade the plan.',
      TOKENS,
      null,
      { limit: 200_000, remaining: 200_000 },
    ),
  },
  {
    name: 'full storage is 403',
    ...refusedBy('storage_full', stored(), null),
    status: 403,
    retry: NEVER,
    house: besideMinute(`"${STORED}";q=1073741824;qu="bytes"`, `"${STORED}";r=0`),
    bodies: envelopes(
      'storage_full',
      'permission_error',
      'Storage is full: 1,073,741,824 bytes for this workspace. Delete files or upgrade the plan.',
      STORED,
      null,
      { limit: 1_073_741_824, remaining: 0 },
    ),
  },
];
