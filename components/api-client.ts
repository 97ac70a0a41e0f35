/** A refusal or failure of the management API, as the server put it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** One of the codes of lib/errors.ts, or `network` when no answer came. */
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>>,
    readonly requestId: string | null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

interface ApiOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Appended as a query string; undefined values are left out. */
  query?: Record<string, string | number | undefined>;
  signal?: AbortSignal;
}

/**
 * Calls the management API: `api<KeyView>('/keys/…')` is GET /api/manage/keys/….
 * @throws ApiError with the server's code, message and request id.
 */
export async function api<T>(path: string, options: ApiOptions = {}): Promise<T> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(options.query ?? {}))
    if (value !== undefined) query.set(name, String(value));
  const url = `/api/manage${path}${query.size > 0 ? `?${query}` : ''}`;
  const response = await reach(url, {
    method: options.method ?? 'GET',
    headers: options.body === undefined ? undefined : { 'content-type': 'application/json' },
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
    cache: 'no-store',
  });
  const text = await response.text();
  if (!response.ok) throw apiError(response, text);
  return (text ? JSON.parse(text) : null) as T;
}

export const UNREACHED = 'Headroom could not be reached. Check your connection and try again.';

/** `fetch`, save that no answer at all is told in words. @throws ApiError `network` */
export const reach = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, 'network', UNREACHED, {}, null);
  });

/** A refusal of the management API as it put it. @param text its body */
export function apiError(response: Response, text: string): ApiError {
  const requestId = response.headers.get('x-request-id');
  try {
    const { error } = JSON.parse(text) as {
      error: { code: string; message: string; details?: Record<string, unknown> };
    };
    return new ApiError(response.status, error.code, error.message, error.details ?? {}, requestId);
  } catch {
    const message = 'The server gave no readable answer. Try again in a moment.';
    return new ApiError(response.status, 'internal_error', message, {}, requestId);
  }
}

/** Any thrown value as one sentence for people, with the request id where there is one. */
export function errorText(error: unknown): { message: string; requestId: string | null } {
  // The server's own sentence is for programs too; who reads a page has a session to renew.
  if (error instanceof ApiError && error.code === 'unauthenticated')
    return {
      message: 'Your session has ended. Sign in again in a new tab, then try again here.',
      requestId: error.requestId,
    };
  if (error instanceof ApiError) return { message: error.message, requestId: error.requestId };
  return { message: 'Something in this page failed. Reload it and try again.', requestId: null };
}

/** What the server says of one field (`url must be…`), to stand below its control: `Must be…`; undefined: nothing. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError) || error.details.field !== field) return undefined;
  const said = error.message.startsWith(`${field} `) ? error.message.slice(field.length + 1) : error.message;
  return said.charAt(0).toUpperCase() + said.slice(1);
}
