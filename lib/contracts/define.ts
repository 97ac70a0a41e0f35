import type { AppError, ErrorCode } from '../errors';
import { ERROR_STATUS } from '../errors';
import type { Denied, LimitState } from '../limits/decision';
import type { Answer, Contract, ContractView, HeaderFields } from './contract';
import { openaiError, openaiRefusal } from './openai';
import { requestsLimit } from './requests-limit';
import { addRetry, waitMsOf } from './retry';

/** What one published dialect says; where its page is silent, the house's envelope answers. */
export interface Dialect {
  id: string;
  /** What its keys begin with. */
  prefix: string;
  /** Paths that are the page's own: they, and all below them, call for its envelope. */
  paths?: readonly string[];
  /** Adds the dialect's own fields; `state` is the limit `X-RateLimit-*` speak of. */
  fields(
    headers: HeaderFields,
    view: ContractView,
    state: LimitState | undefined,
    denied: Denied | null,
  ): void;
  /** Names the request's own id in problem details alone: see `Told`. */
  refusal?(view: ContractView, denied: Denied): object;
  error?(view: ContractView, error: AppError): object;
  /** The page says that `Retry-After` is on 429 only; a 503 then carries `retry-after-ms` alone. */
  retryAfterOnlyOn429?: boolean;
}

/** A refusal's body: whoever is refused from memory many times in a millisecond is told the same each time. */
interface Told {
  atMs: number;
  retryAfterMs: number | null;
  docsUrl: string;
  body: string;
}

/** A contract from its dialect: the fields that every contract has are added here. */
export function defineContract(dialect: Dialect): Contract {
  const { refusal = openaiRefusal, error = openaiError, retryAfterOnlyOn429 = false } = dialect;
  const problems = !dialect.error;
  /** By the limit that refused, as one caller's refusal left it. */
  const told = new WeakMap<LimitState, Told>();

  function fields(view: ContractView, denied: Denied | null): HeaderFields {
    const headers: HeaderFields = { 'X-Request-Id': view.requestId };
    if (view.source) headers['X-Headroom-Source'] = view.source;
    if (view.principal) dialect.fields(headers, view, requestsLimit(view, denied), denied);
    return headers;
  }

  function answer(view: ContractView, code: ErrorCode, headers: HeaderFields, body: string): Answer {
    headers['Content-Type'] = problems && view.problem ? 'application/problem+json' : 'application/json';
    headers['Cache-Control'] = 'no-store';
    return { status: ERROR_STATUS[code], headers, body };
  }

  function words(view: ContractView, denied: Denied): string {
    if (denied.source !== 'memory' || view.problem || view.midway)
      return JSON.stringify(refusal(view, denied));
    const { atMs, docsUrl } = view;
    const { by, retryAfterMs } = denied;
    const before = told.get(by);
    if (before?.atMs === atMs && before.retryAfterMs === retryAfterMs && before.docsUrl === docsUrl)
      return before.body;
    const body = JSON.stringify(refusal(view, denied));
    told.set(by, { atMs, retryAfterMs, docsUrl, body });
    return body;
  }

  return {
    id: dialect.id,
    prefix: dialect.prefix,
    paths: dialect.paths ?? [],
    retryAfterOnlyOn429,
    headers: (view) => fields(view, null),
    refusal(view, denied) {
      const headers = fields(view, denied);
      addRetry(headers, denied.code, denied.retryAfterMs, denied.by, retryAfterOnlyOn429);
      return answer(view, denied.code, headers, words(view, denied));
    },
    error(view, failure) {
      const headers = fields(view, null);
      addRetry(headers, failure.code, waitMsOf(failure), null, retryAfterOnlyOn429);
      if (failure.status === 401) headers['WWW-Authenticate'] = 'Bearer';
      if (typeof failure.details.allow === 'string') headers.Allow = failure.details.allow;
      return answer(view, failure.code, headers, JSON.stringify(error(view, failure)));
    },
  };
}
