import { AppError } from '../../errors';
import { besideMinute, type Case, envelopes, resource } from './case.cases';
import { keyView, perMonth, rpm, strangerView } from './situations.cases';

const MONTH = 'workspace:requests/*/month UTC 1';
const known = {
  view: keyView([rpm(50, 3), perMonth(1)]),
  trio: ['50', '47', '1709251200', '12'] as Case['trio'],
  priority: { ...resource, 'X-RateLimit-Used': '3' },
  house: besideMinute(`"${MONTH}";q=10000`, `"${MONTH}";r=9999;t=2678412`),
};

export const FAILURES: Case[] = [
  {
    name: 'a bad key is 401 in the dialect of its prefix, with no counters',
    view: strangerView(),
    error: new AppError('invalid_api_key', 'This API key is not valid.'),
    status: 401,
    trio: null,
    retry: { 'WWW-Authenticate': 'Bearer' },
    priority: {},
    house: {},
    bodies: envelopes(
      'invalid_api_key',
      'authentication_error',
      'This API key is not valid.',
      null,
      null,
      {},
    ),
  },
  {
    name: 'a plan without API access is 403, with the counters of the key',
    ...known,
    error: new AppError('api_access_not_in_plan', 'Your plan has no API access.'),
    status: 403,
    retry: { 'x-should-retry': 'false' },
    bodies: envelopes(
      'api_access_not_in_plan',
      'permission_error',
      'Your plan has no API access.',
      null,
      null,
      {},
    ),
  },
  {
    name: 'our own trouble is 503, with the wait',
    ...known,
    error: new AppError('quota_unavailable', 'Quotas cannot be read.', { retryAfterMs: 2_500 }),
    status: 503,
    retry: { 'Retry-After': '3', 'retry-after-ms': '2500' },
    bodies: envelopes('quota_unavailable', 'server_error', 'Quotas cannot be read.', null, null, {
      retryAfterMs: 2_500,
    }),
  },
  {
    name: 'a 503 that names no wait asks for a second',
    ...known,
    error: new AppError('upstream_saturated', 'The model is busy.'),
    status: 503,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000' },
  },
  {
    name: 'an error after admission keeps the counters',
    ...known,
    error: new AppError('upstream_error', 'The model failed.'),
    status: 502,
    bodies: envelopes('upstream_error', 'server_error', 'The model failed.', null, null, {}),
  },
  {
    name: 'a repetition of a running request is 409, to be tried again in a second',
    ...known,
    error: new AppError('still_running', 'The first is running.', { retryAfterMs: 1_000 }),
    status: 409,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000', 'x-should-retry': 'true' },
    bodies: envelopes('still_running', 'invalid_request_error', 'The first is running.', null, null, {
      retryAfterMs: 1_000,
    }),
  },
  ...(['idempotency_conflict', 'not_replayable', 'unknown_outcome'] as const).map((code) => ({
    name: `${code} is 409, which SDKs would retry: they are told not to`,
    ...known,
    error: new AppError(code, 'This key was used before.'),
    status: 409,
    retry: { 'x-should-retry': 'false' },
    bodies: envelopes(code, 'invalid_request_error', 'This key was used before.', null, null, {}),
  })),
  {
    name: 'a wait of a minute that no limit names is not worth a retry',
    ...known,
    error: new AppError('upstream_saturated', 'The model is busy.', { retryAfterMs: 60_000 }),
    status: 503,
    retry: { 'Retry-After': '60', 'retry-after-ms': '59999', 'x-should-retry': 'false' },
  },
];
