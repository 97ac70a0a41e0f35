/**
 * Every code a caller can meet, with its HTTP status. One table, so that a code means the same
 * everywhere and the docs can list it. Refusals by a limit are values (limits/decision.ts); their
 * codes stand here too because they share the statuses.
 */
export const ERROR_STATUS = {
  // the request itself
  invalid_request: 400,
  invalid_json: 400,
  unknown_field: 400,
  unauthenticated: 401,
  invalid_api_key: 401,
  forbidden: 403,
  origin_not_allowed: 403,
  not_found: 404,
  model_not_found: 404,
  method_not_allowed: 405,
  upload_incomplete: 408,
  conflict: 409,
  precondition_failed: 412,
  body_too_large: 413,
  file_type_not_allowed: 415,
  range_not_satisfiable: 416,
  locked: 423,
  too_many_attempts: 429,
  // Idempotency-Key: the key was used before, and its answer cannot be given (again) now
  idempotency_conflict: 409,
  still_running: 409,
  not_replayable: 409,
  unknown_outcome: 409,
  // the plan
  not_in_plan: 403,
  api_access_not_in_plan: 403,
  workspace_suspended: 403,
  model_not_allowed: 403,
  ip_not_allowed: 403,
  scope_missing: 403,
  storage_full: 403,
  // limits
  rate_limit_exceeded: 429,
  concurrency_limit_exceeded: 429,
  quota_exceeded: 429,
  budget_exceeded: 402,
  budget_reserved: 429,
  request_too_large: 413,
  file_too_large: 413,
  batch_too_large: 413,
  // our own trouble
  quota_unavailable: 503,
  upstream_saturated: 503,
  change_pending: 503,
  storage_unavailable: 503,
  upstream_error: 502,
  upstream_timeout: 504,
  internal_error: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** An expected failure. `message` is shown to the caller: what happened, why, what to do. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Public, machine-readable: `param` (a field), `field`, `retryAfterMs`, … */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'AppError';
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}
