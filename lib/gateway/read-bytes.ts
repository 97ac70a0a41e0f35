import { AppError } from '../errors';

const MEGABYTE = 1 << 20;

/** @throws AppError `body_too_large` */
export function requireLength(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  throw new AppError(
    'body_too_large',
    `The request body is larger than ${maxBytes / MEGABYTE} MB, the most that is read here. Send less.`,
    { maxBytes },
  );
}

/** @throws AppError where the body is compressed: of its bytes nobody could tell how much they hold. */
function requirePlain(headers: Headers): void {
  const encoding = headers.get('content-encoding');
  if (!encoding || encoding.trim().toLowerCase() === 'identity') return;
  throw new AppError(
    'invalid_request',
    'Compressed bodies are not read here. Send the body as it is, without Content-Encoding.',
  );
}

/**
 * Reads a body of at most `maxBytes`, and holds no more than that of a larger one.
 * @throws AppError `body_too_large`, or `invalid_request` for a compressed one
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  requirePlain(request.headers);
  const length = request.headers.get('content-length');
  if (length !== null) {
    requireLength(Number(length), maxBytes);
    return request.text(); // the server holds the sender to its Content-Length
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    requireLength(bytes, maxBytes); // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks, bytes)); // as text() does, a byte order mark left out
}
