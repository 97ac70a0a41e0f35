import { AppError } from '../errors';

const MEGABYTE = 1 << 20;

const tooLarge = (maxBytes: number) =>
  new AppError(
    'body_too_large',
    `The request body is larger than ${maxBytes / MEGABYTE} MB, the most that is read here. Send less.`,
    { maxBytes },
  );

/** Whether a body's length is told; the server holds its sender to it. @throws AppError `body_too_large` */
function knowsLength({ headers }: Request, maxBytes: number): boolean {
  const length = headers.get('content-length');
  if (length !== null && Number(length) > maxBytes) throw tooLarge(maxBytes);
  return length !== null;
}

/**
 * Reads a body of at most `maxBytes`, and holds no more than that of a larger one.
 * @throws AppError `body_too_large`
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (knowsLength(request, maxBytes)) return Buffer.from(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes); // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** As text: `text()` is many times cheaper than bytes where the server has the body as a whole. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (knowsLength(request, maxBytes)) return request.text();
  return (await readBytes(request, maxBytes)).toString('utf8');
}
