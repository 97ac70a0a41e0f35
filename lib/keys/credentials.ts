import { AppError } from '../errors';

/**
 * The key a request carries: `Authorization: Bearer KEY` or `X-Api-Key: KEY`; null without one.
 * @throws AppError `invalid_request` where both are sent and differ
 */
export function keyOf(request: Request): string | null {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
  const header = request.headers.get('x-api-key')?.trim() || null;
  if (bearer && header && bearer !== header) {
    throw new AppError(
      'invalid_request',
      'Authorization and X-Api-Key carry different keys. Send one of them.',
    );
  }
  return bearer ?? header;
}
