import { AppError } from '../errors';

/** How a call failed, in our own words: the upstream's address and key are nobody's business. */
export interface UpstreamFailure {
  error: AppError;
  /** Whether the upstream may have seen the request. If not, the request itself is refunded too. */
  sent: boolean;
  /** Whether sending it once more is safe and may help. */
  again: boolean;
}

const AGAIN = 'Nothing was charged for tokens. Try again in a moment.';

export const saturated = (retryAfterMs?: number): AppError =>
  new AppError(
    'upstream_saturated',
    'The model provider takes no more requests at the moment. Try again in a few seconds.',
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );

/** The answer makes no sense: `what` completes "The model provider's answer …". */
export const brokenAnswer = (what: string): AppError =>
  new AppError('upstream_error', `The model provider's answer ${what}. ${AGAIN}`);

/** A failure in the middle of an answer: what came before it is charged, and the client has to know. */
export const afterOutput = ({ code, message, details }: AppError): AppError =>
  new AppError(
    code,
    message.replace(AGAIN, 'What came until then is charged. Try again in a moment.'),
    details,
  );

const unreachable = () => new AppError('upstream_error', `The model provider could not be reached. ${AGAIN}`);
const timedOut = (what: string) => new AppError('upstream_timeout', `The model provider ${what}. ${AGAIN}`);

/** Codes of failures before a byte was sent: name look-up, connecting, TLS. */
const NOT_SENT = new Set([
  'LEFT_BEFORE_SENDING',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_CLOSED',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EMFILE',
]);
const isTlsFailure = (code: string): boolean =>
  /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code);

/** The client left while a connection was made: nobody has seen its request. */
export const leftBeforeSending = (): Error =>
  Object.assign(new Error('The client left before its request was sent.'), { code: 'LEFT_BEFORE_SENDING' });

/** What an exception from the call means. An AppError of our own from before the call was not sent. */
export function failureOf(thrown: unknown): UpstreamFailure {
  if (thrown instanceof AppError) return { error: thrown, sent: false, again: false };
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return { error: timedOut('did not accept a connection in time'), sent: false, again: true };
  }
  if (NOT_SENT.has(code)) return { error: unreachable(), sent: false, again: true };
  // A certificate that is wrong now is wrong in a moment.
  if (isTlsFailure(code)) return { error: unreachable(), sent: false, again: false };
  return { error: errorAfterSending(code), sent: true, again: false };
}

/**
 * Who ended a call by its signal: its client, or we; null where nobody did. The reason itself is thrown only of
 * what was sent (else `leftBeforeSending`), though of ours it is an AppError, as from before the call.
 */
export function stoppedBy(
  { aborted, reason }: AbortSignal,
  thrown: unknown,
): { end: 'client_closed' | 'stopped'; sent: boolean } | null {
  if (!aborted) return null;
  return { end: reason instanceof AppError ? 'stopped' : 'client_closed', sent: thrown === reason };
}

function errorAfterSending(code: string): AppError {
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return timedOut('did not begin to answer in time');
  if (code === 'UND_ERR_BODY_TIMEOUT') return timedOut('stopped in the middle of its answer');
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return brokenAnswer('is too large');
  return brokenAnswer('broke off');
}

const MAX_MESSAGE = 500;

/** An upstream's sentence without addresses, keys, or words that clients act on. */
export function scrub(message: string, secret: string | null): string {
  const safe = secret ? message.replaceAll(secret, '[key]') : message;
  return safe
    .slice(0, 4 * MAX_MESSAGE)
    .replace(/https?:\/\/\S+/gi, '[address]')
    .replace(/\b(?:sk|pk|gsk|xai|org|proj|req)[-_][\w*.-]{6,}/gi, '[id]')
    .replace(/\bBearer\s+\S+/gi, '[key]')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '[address]')
    .replace(/rate[\s_-]?limit\w*/gi, 'capacity')
    .slice(0, MAX_MESSAGE);
}

interface ErrorBody {
  error?: { message?: unknown; param?: unknown } | string;
  message?: unknown;
}

function sentence(body: string): { message: string; param?: string } {
  try {
    const parsed = JSON.parse(body) as ErrorBody;
    const inner = typeof parsed.error === 'object' && parsed.error !== null ? parsed.error : undefined;
    const message = inner?.message ?? parsed.message ?? parsed.error;
    const param = typeof inner?.param === 'string' ? inner.param.slice(0, 100) : undefined;
    if (typeof message === 'string') return { message, ...(param !== undefined && { param }) };
  } catch {
    // not JSON: an error page of a proxy, of no use to the caller
  }
  return { message: '' };
}

/** Statuses that say the request itself is at fault. */
const REQUEST_AT_FAULT = new Set([400, 413, 415, 422]);

/** What an answer other than 2xx means to the client. 401, 403 and 404 are our configuration, not theirs. */
export function errorOfStatus(
  status: number,
  body: string,
  retryAfter: string | undefined,
  secret: string | null,
): AppError {
  if (REQUEST_AT_FAULT.has(status)) {
    const { message, param } = sentence(body);
    const why = message
      ? scrub(message, secret)
      : 'without saying why. Check the parameters and the messages.';
    return new AppError('invalid_request', `The model refused the request: ${why}`, param ? { param } : {});
  }
  if (status === 429) {
    const seconds = Number(retryAfter);
    return saturated(Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1000 : undefined);
  }
  if (status === 408 || status === 504) return timedOut('did not answer in time');
  return new AppError('upstream_error', `The model provider failed with status ${status}. ${AGAIN}`);
}
