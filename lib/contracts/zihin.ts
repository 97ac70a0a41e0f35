import type { AppError } from '../errors';
import type { Denied } from '../limits/decision';
import type { ContractView } from './contract';
import { defineContract } from './define';
import { denialMessage, seconds } from './message';
import { resetUnix, trio } from './requests-limit';
import { retryAfterField, retryAfterSeconds, waitMsOf } from './retry';

/** The monthly quota's body has no `retry_after`, exactly as published. */
function details(view: ContractView, { by, code, retryAfterMs }: Denied): object {
  const limit = by.limit.capacity;
  if (code === 'quota_exceeded') {
    const resetDate = by.resetAtMs === null ? null : new Date(by.resetAtMs).toISOString();
    return { limit, used: by.used, reset_date: resetDate };
  }
  return {
    limit,
    remaining: by.remaining,
    ...(by.resetAtMs !== null && { reset: resetUnix(by, view.atMs) }),
    ...retryAfterField(retryAfterMs),
  };
}

function message(view: ContractView, denied: Denied): string {
  if (denied.code === 'quota_exceeded') return 'Monthly quota exceeded';
  if (denied.code === 'rate_limit_exceeded' && denied.retryAfterMs !== null) {
    return `Rate limit exceeded. Try again in ${seconds(retryAfterSeconds(denied.retryAfterMs))}.`;
  }
  return denialMessage(view, denied);
}

/** What of a failure a caller can use, in the words of the page: its client reads `details.retry_after`. */
function errorDetails(error: AppError): object {
  const { retryAfterMs: _ms, source: _source, allow: _allow, ...named } = error.details;
  return { ...named, ...retryAfterField(waitMsOf(error)) };
}

/** Zihin, "Rate Limiting": a flat body, `{error, message, details, status: "error"}`. */
export const zihin = defineContract({
  id: 'zihin',
  prefix: 'zhn_live_',
  paths: ['/api/v3', '/api/quota'],
  fields: (headers, view, state) => trio(headers, state, view),
  refusal: (view, denied) => ({
    error: denied.code,
    message: message(view, denied),
    details: details(view, denied),
    status: 'error',
  }),
  error: (_view, error) => ({
    error: error.code,
    message: error.message,
    details: errorDetails(error),
    status: 'error',
  }),
});
