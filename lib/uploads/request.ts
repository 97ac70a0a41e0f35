import { AppError } from '../errors';
import { parse } from '../parse';
import { streamQuery } from './schema';

/** @throws AppError where the body is compressed: what is stored is what is counted */
export function requirePlain({ headers }: Request): void {
  const encoding = headers.get('content-encoding');
  if (!encoding || encoding.trim().toLowerCase() === 'identity') return;
  throw new AppError(
    'invalid_request',
    'Files are stored as they are sent, so a compressed body is not read. Send it without Content-Encoding.',
  );
}

/** The body's Content-Length, to which the server holds its sender; null without one. */
export function declaredBytes({ headers }: Request): number | null {
  const length = headers.get('content-length');
  return length !== null && /^\d{1,15}$/.test(length) ? Number(length) : null;
}

/** What `?filename=` calls the file; '' where it does not. @throws AppError */
export const streamedName = (request: Request): string =>
  parse(streamQuery, Object.fromEntries(new URL(request.url).searchParams)).filename ?? '';
