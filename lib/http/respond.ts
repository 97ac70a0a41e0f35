import { AppError } from '../errors';
import { log } from '../log';

/** A value to be answered with a status other than 200. */
export class Answer {
  constructor(
    readonly status: number,
    readonly value: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** 201 with a new thing. */
export const created = (value: unknown): Answer => new Answer(201, value);

/** What a handler gave, as a response: nothing is a 204, a Response stays itself, anything else is JSON. */
export function asResponse(value: unknown): Response {
  if (value instanceof Response) return value;
  if (value instanceof Answer)
    return Response.json(value.value, { status: value.status, headers: value.headers });
  return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
}

/** Expected failures say what they are; of an unknown one the caller learns the request id and nothing else. */
export function asErrorResponse(error: unknown, requestId: string): Response {
  const known = error instanceof AppError ? error : unknown(error, requestId);
  const { code, message, details, status } = known;
  const headers: Record<string, string> = {};
  if (typeof details.retryAfterMs === 'number') {
    headers['Retry-After'] = String(Math.ceil(details.retryAfterMs / 1000));
  }
  if (typeof details.allow === 'string') headers.Allow = details.allow;
  const more = Object.keys(details).length > 0 ? { details } : {};
  return Response.json({ error: { code, message, ...more, request_id: requestId } }, { status, headers });
}

function unknown(error: unknown, requestId: string): AppError {
  log().error({ err: error, requestId }, 'a request failed unexpectedly');
  return new AppError(
    'internal_error',
    `Something failed on our side. Try again; if it stays, report it with the request id ${requestId}.`,
  );
}
