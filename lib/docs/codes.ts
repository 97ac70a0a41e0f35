import type { ErrorCode } from '../errors';

/** What each code means and what to do about it: the rows that `doc_url` leads to. A new code needs its line. */
export const CODE_MEANINGS: Record<ErrorCode, string> = {
  invalid_request: 'A field has a value that cannot be used. The message names it.',
  invalid_json: 'The body is no JSON object, or it broke off.',
  unknown_field: 'The body or query has a field that does not exist. The message names it.',
  unauthenticated: 'Nobody is signed in, or the session has ended. Send a key, or sign in again.',
  invalid_api_key:
    'The key is unknown, mistyped, revoked or expired: one answer for all, so that nobody can probe. Check it on the keys page.',
  forbidden: 'You are known, but your role does not allow this. Ask an owner of the workspace.',
  origin_not_allowed:
    'A page used a key whose workspace does not list its origin (an admin adds it), or a signed-in browser wrote from a page that is not ours. Nothing was counted.',
  not_found: 'There is nothing under this path or id, or it belongs to another workspace.',
  model_not_found: 'No model has this name here. `GET /v1/models` lists those you may use.',
  method_not_allowed: 'The path does not serve this method. `Allow` names those it does.',
  upload_incomplete:
    'The body broke off, or came too slowly. Nothing of it is stored or counted as stored: send it again.',
  conflict: 'The change was made against an older state, or the name is taken. Read again and repeat it.',
  precondition_failed: 'The call is made by another version of a protocol than the one spoken here.',
  body_too_large: 'The body is larger than this path reads. Send less at once.',
  file_type_not_allowed:
    'The file’s content is neither an image nor a document nor a video that is taken. Its name does not matter.',
  range_not_satisfiable: 'The `Range` asks for bytes beyond the end of the file.',
  locked: 'Another request is writing to this upload. Try again in a moment.',
  too_many_attempts:
    'A guard that is no plan limit: unknown keys, sign-in attempts, or far more reads than a program needs. Wait as told.',
  idempotency_conflict: 'The `Idempotency-Key` was used with another body. Use a new key for a new request.',
  still_running: 'The first request under this `Idempotency-Key` still runs. Ask again as told.',
  not_replayable:
    'The first request under this `Idempotency-Key` was answered with a stream or more than 1 MB, which is not kept.',
  unknown_outcome:
    'The process that ran the first request under this `Idempotency-Key` died. Look at what it did, then use a new key.',
  not_in_plan: 'The plan has a limit of 0 for this. Upgrade to use it.',
  api_access_not_in_plan:
    'The plan has no API keys: it is used in the browser alone. Upgrade to call the API.',
  workspace_suspended: 'An administrator has suspended the workspace.',
  model_not_allowed: 'The key may not use this model. Its owner chose which ones it may.',
  ip_not_allowed: 'The key may not be used from this address.',
  scope_missing: 'The key may not use this kind of request. Its scopes say what it may.',
  storage_full: 'The stored files fill the plan’s storage. Delete some, or upgrade.',
  rate_limit_exceeded:
    'A limit of a minute, of rolling hours or of a day is spent. Wait for `Retry-After`; from 60 s on `x-should-retry` is `false`, so that a program plans its wait instead of sleeping.',
  concurrency_limit_exceeded:
    'As many requests as may run at a time are running. Try again when one has ended; the message contains “concurrent”.',
  quota_exceeded: 'A monthly quota is used up. `Retry-After` reaches to the period’s end: upgrade, or wait.',
  budget_exceeded: 'The money that was set aside does not pay for this request. Have the budget raised.',
  budget_reserved: 'The money is there, but requests that still run hold it. Try again in a second.',
  request_too_large: 'The request alone needs more tokens than the limit ever gives. Make it smaller.',
  file_too_large: 'A file is larger than the plan takes. Waiting does not help, so it is not a 429.',
  batch_too_large: 'The batch has more files than the plan takes at once. Send several batches.',
  quota_unavailable:
    'Limits cannot be checked for a moment, and are never guessed. Nothing ran and nothing was charged.',
  upstream_saturated: 'The model is busy, or the queue for it is full. Tokens are not charged.',
  storage_unavailable:
    'Our file storage is full or does not answer. The file was not stored and nothing was charged.',
  change_pending: 'The limits of this key are being changed. Try again in a second.',
  upstream_error: 'The model’s server failed. Tokens that did not come are not charged.',
  upstream_timeout: 'The model’s server did not answer in time. Tokens that did not come are not charged.',
  internal_error: 'Something failed on our side. Report it with the request id if it stays.',
};
