import { AppError } from '../errors';
import { looksLikeKey } from '../secret';

const twice = (header: string) =>
  new AppError(
    'invalid_request',
    `${header} was sent more than once, so it is not clear which key is meant. Send it once.`,
    { param: header },
  );

/**
 * The key a request carries: `Authorization: Bearer KEY` or `X-Api-Key: KEY`; null without one.
 * @throws AppError `invalid_request` where both are sent and differ, or one is sent twice; where a key is in
 * the URL, `unauthenticated` without a header, else `invalid_request`
 */
export function keyOf(request: Request): string | null {
  const bearer = bearerOf(request.headers.get('authorization'));
  const header = request.headers.get('x-api-key')?.trim() || null;
  // Fetch joins what was sent twice with a comma, which no key holds.
  if (header?.includes(',')) throw twice('X-Api-Key');
  if (bearer && header && bearer !== header) {
    throw new AppError(
      'invalid_request',
      'Authorization and X-Api-Key carry different keys. Send one of them.',
    );
  }
  const key = bearer ?? header;
  refuseKeyInUrl(request.url, key !== null);
  return key;
}

function bearerOf(authorization: string | null): string | null {
  const [, key] = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '') ?? [];
  if (!key && /^[^,]*,\s*(bearer|basic|digest)\s/i.test(authorization ?? '')) throw twice('Authorization');
  return key ?? null;
}

/** Names by which other services take a key from the query. */
const KEY_NAMES = /^(x[-_])?(api[-_]?key|access[-_]?token|authorization|bearer)$/i;

/** Logs, histories and referrers keep URLs: a key is not taken from one, and its sender is told to replace it. */
function refuseKeyInUrl(url: string, hasHeader: boolean): void {
  const query = url.indexOf('?');
  if (query === -1) return;
  for (const [name, value] of new URLSearchParams(url.slice(query + 1))) {
    if (!KEY_NAMES.test(name) && !looksLikeKey(value)) continue;
    throw new AppError(
      hasHeader ? 'invalid_request' : 'unauthenticated',
      'A key does not belong in the URL, which logs and histories keep. Send it as "Authorization: Bearer KEY", and replace this one if it is real.',
      { param: KEY_NAMES.test(name) ? name : 'url' },
    );
  }
}
