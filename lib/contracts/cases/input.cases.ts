import { AppError, ERROR_STATUS, type ErrorCode } from '../../errors';
import { type Case, envelopes, known } from './case.cases';
import { strangerView } from './situations.cases';

/** Failures that a caller can mend: bad input, what its key may not do, and paths that do not exist. */

/** One failure of a caller who is known: its counters stay as they are. */
function mendable(code: ErrorCode, type: string, retry: Case['retry'] = {}, details: object = {}): Case {
  const message = `What is wrong with ${code}.`;
  return {
    name: `${code} is ${ERROR_STATUS[code]}`,
    ...known,
    error: new AppError(code, message, { ...details }),
    status: ERROR_STATUS[code],
    retry,
    bodies: envelopes(code, type, message, null, null, details),
  };
}

const NEVER = { 'x-should-retry': 'false' };

/** Names the field at fault, which OpenAI's envelope carries as `param`. */
const naming = (code: ErrorCode, param: string): Case => ({
  ...mendable(code, 'invalid_request_error', {}, { param }),
  bodies: envelopes(
    code,
    'invalid_request_error',
    `What is wrong with ${code}.`,
    null,
    null,
    { param },
    param,
  ),
});

const stranger = (code: ErrorCode, message: string): Case => ({
  name: `${code} without a usable key: no counters`,
  view: strangerView(),
  error: new AppError(code, message),
  status: ERROR_STATUS[code],
  trio: null,
  priority: {},
  house: {},
  ...(ERROR_STATUS[code] === 401 && { retry: { 'WWW-Authenticate': 'Bearer' } }),
  bodies: envelopes(
    code,
    ERROR_STATUS[code] === 401 ? 'authentication_error' : 'invalid_request_error',
    message,
    null,
    null,
    {},
  ),
});

export const INPUT: Case[] = [
  naming('invalid_request', 'messages[0].content'),
  naming('unknown_field', 'colour'),
  naming('model_not_found', 'model'),
  mendable('invalid_json', 'invalid_request_error'),
  mendable('not_found', 'invalid_request_error'),
  mendable('conflict', 'invalid_request_error', NEVER),
  mendable('upload_incomplete', 'invalid_request_error'),
  mendable('file_type_not_allowed', 'invalid_request_error'),
  mendable('range_not_satisfiable', 'invalid_request_error'),
  mendable('precondition_failed', 'invalid_request_error'),
  mendable('locked', 'invalid_request_error'),
  mendable('body_too_large', 'invalid_request_error', NEVER),
  mendable('file_too_large', 'invalid_request_error', NEVER),
  mendable('batch_too_large', 'invalid_request_error', NEVER),
  mendable('storage_full', 'permission_error', NEVER),
  mendable('request_too_large', 'invalid_request_error', NEVER),
  ...(
    [
      'model_not_allowed',
      'ip_not_allowed',
      'scope_missing',
      'origin_not_allowed',
      'workspace_suspended',
      'forbidden',
    ] as const
  ).map((code) => mendable(code, 'permission_error', NEVER)),
  {
    ...mendable('method_not_allowed', 'invalid_request_error', { Allow: 'POST, OPTIONS' }),
    name: 'method_not_allowed is 405 with Allow',
    error: new AppError('method_not_allowed', 'What is wrong with method_not_allowed.', {
      allow: 'POST, OPTIONS',
    }),
  },
  {
    name: 'too_many_attempts is 429 with its wait, which says nothing of rates',
    ...known,
    error: new AppError('too_many_attempts', 'Too many attempts. Try again in 20 seconds.', {
      retryAfterMs: 19_500,
    }),
    status: 429,
    retry: { 'Retry-After': '20', 'retry-after-ms': '19500' },
    bodies: envelopes(
      'too_many_attempts',
      'invalid_request_error',
      'Too many attempts. Try again in 20 seconds.',
      null,
      20,
      { retry_after: 20 },
    ),
  },
  {
    name: 'a guard of a whole minute is worth one retry at its end',
    ...known,
    error: new AppError('too_many_attempts', 'Too many attempts.', { retryAfterMs: 59_000 }),
    status: 429,
    retry: { 'Retry-After': '59', 'retry-after-ms': '59000' },
  },
  stranger('unauthenticated', 'This call carries no API key.'),
  stranger('invalid_request', 'Authorization and X-Api-Key carry different keys.'),
  stranger('not_found', 'There is no such path.'),
];
