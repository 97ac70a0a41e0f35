import { AppError } from '../../errors';
import { requirePlain } from '../request';

const MOST_BYTES = 64 << 10;

/** A short JSON body. @throws AppError `body_too_large`, `invalid_json` */
export async function readSmallJson(request: Request): Promise<unknown> {
  requirePlain(request);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) {
        throw new AppError('body_too_large', 'The body is larger than the few fields it has to be.', {
          maxBytes: MOST_BYTES,
        });
      }
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_json', 'The body is not JSON, or broke off. Send a JSON object.');
  }
}
