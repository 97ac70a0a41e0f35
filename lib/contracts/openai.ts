import { type AppError, ERROR_STATUS, type ErrorCode } from '../errors';
import type { Denied } from '../limits/decision';
import type { ContractView } from './contract';
import { denialMessage } from './message';

/** OpenAI's `error.type` for a code. Only a rate limit's contains `rate_limit`: clients retry on that substring. */
export function errorType(code: ErrorCode): string {
  switch (code) {
    case 'rate_limit_exceeded':
      return 'rate_limit_error';
    case 'quota_exceeded':
    case 'budget_exceeded':
      return 'insufficient_quota';
    case 'concurrency_limit_exceeded':
      return 'concurrency_error';
    case 'budget_reserved':
      return 'budget_error';
    default: {
      const status = ERROR_STATUS[code];
      if (status === 401) return 'authentication_error';
      if (status === 403) return 'permission_error';
      return status >= 500 ? 'server_error' : 'invalid_request_error';
    }
  }
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not authenticated',
  402: 'Budget exceeded',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'The body did not arrive',
  409: 'Conflict',
  412: 'Another version is needed',
  413: 'Too large',
  415: 'Not taken',
  416: 'No such range',
  423: 'In use',
  429: 'Too many requests',
};

interface Facts {
  code: ErrorCode;
  message: string;
  param: string | null;
  /** Id of the limit that refused. */
  limit: string | null;
}

/** OpenAI's envelope with `limit` and `doc_url`; RFC 9457 members beside it when asked (the SDKs read `error`). */
function envelope(view: ContractView, { code, message, param, limit }: Facts): object {
  const docUrl = `${view.docsUrl}#${code}`;
  const error = { message, type: errorType(code), param, code, ...(limit && { limit }), doc_url: docUrl };
  if (!view.problem) return { error };
  const status = ERROR_STATUS[code];
  const title = TITLES[status] ?? 'Something went wrong on our side';
  const instance = `urn:uuid:${view.requestId}`;
  // As the draft's problem types name them: the members of `RateLimit-Policy` that refused.
  const violated = limit && { 'violated-policies': [limit] };
  return { type: docUrl, title, status, detail: message, instance, ...violated, error };
}

/** A limit's refusal in OpenAI's envelope. */
export const openaiRefusal = (view: ContractView, denied: Denied): object =>
  envelope(view, {
    code: denied.code,
    message: denialMessage(view, denied),
    param: null,
    limit: denied.by.id,
  });

/** An error in OpenAI's envelope, with the field that it is about as `param`. */
export function openaiError(view: ContractView, error: AppError): object {
  const { param, field } = error.details;
  const named = param ?? field;
  return envelope(view, {
    code: error.code,
    message: error.message,
    param: typeof named === 'string' ? named : null,
    limit: null,
  });
}
