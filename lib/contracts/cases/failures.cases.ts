import { AppError } from '../../errors';
import { type Case, envelopes, known } from './case.cases';
import { strangerView } from './situations.cases';

/** Keys that are not good, our own trouble, and repetitions under an Idempotency-Key. */

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
    bodies: envelopes('quota_unavailable', 'server_error', 'Quotas cannot be read.', null, 3, {
      retry_after: 3,
    }),
  },
  {
    name: 'a 503 that names no wait asks for a second',
    ...known,
    error: new AppError('upstream_saturated', 'The model is busy.'),
    status: 503,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000' },
    bodies: envelopes('upstream_saturated', 'server_error', 'The model is busy.', null, 1, {
      retry_after: 1,
    }),
  },
  {
    name: 'an error after admission keeps the counters',
    ...known,
    error: new AppError('upstream_error', 'The model failed.'),
    status: 502,
    bodies: envelopes('upstream_error', 'server_error', 'The model failed.', null, null, {}),
  },
  {
    name: 'an upstream that took too long is 504',
    ...known,
    error: new AppError('upstream_timeout', 'The model took too long.'),
    status: 504,
    bodies: envelopes('upstream_timeout', 'server_error', 'The model took too long.', null, null, {}),
  },
  {
    name: 'what we did not foresee is 500',
    ...known,
    error: new AppError('internal_error', 'Something went wrong.'),
    status: 500,
    bodies: envelopes('internal_error', 'server_error', 'Something went wrong.', null, null, {}),
  },
  {
    name: 'limits that are being changed are 503, for a second',
    ...known,
    error: new AppError('change_pending', 'The limits are being changed.'),
    status: 503,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000' },
    bodies: envelopes('change_pending', 'server_error', 'The limits are being changed.', null, 1, {
      retry_after: 1,
    }),
  },
  {
    name: 'a storage that does not answer is 503',
    ...known,
    error: new AppError('storage_unavailable', 'Our file storage is full.'),
    status: 503,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000' },
    bodies: envelopes('storage_unavailable', 'server_error', 'Our file storage is full.', null, 1, {
      retry_after: 1,
    }),
  },
  {
    name: 'a repetition of a running request is 409, to be tried again in a second',
    ...known,
    error: new AppError('still_running', 'The first is running.', { retryAfterMs: 1_000 }),
    status: 409,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000', 'x-should-retry': 'true' },
    bodies: envelopes('still_running', 'invalid_request_error', 'The first is running.', null, 1, {
      retry_after: 1,
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
