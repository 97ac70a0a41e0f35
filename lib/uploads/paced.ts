import { AppError } from '../errors';

/** Least that a client has to send while we wait for it, or its upload ends: some 2 KB a second. */
const PACE = { leastBytes: 64 << 10, withinMs: 30_000 };

const tooSlow = () =>
  new AppError(
    'upload_incomplete',
    'The body came too slowly, so the upload was ended. Nothing was stored. Send it again, or use a resumable upload.',
  );
const brokenOff = () =>
  new AppError(
    'upload_incomplete',
    'The body broke off before its end, so nothing was stored. Send it again.',
  );

/** Bodies that are being read, and have not ended. */
const unread = new WeakMap<Request, AsyncIterator<Uint8Array>>();

/** What of a request's body nobody has read; null where it has none, or has ended. Nobody else may read it. */
export function restOf(request: Request): AsyncIterator<Uint8Array> | null {
  const begun = unread.get(request);
  if (begun || request.bodyUsed || !request.body || request.body.locked) return begun ?? null;
  return (request.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
}

/**
 * A request's body, as long as it makes progress: time counts only while we wait for the client, so a slow disk is
 * nobody's fault.
 * @throws AppError `upload_incomplete` where it breaks off or drips
 */
export async function* paced(
  source: Request | AsyncIterable<Uint8Array> | null,
  { leastBytes, withinMs } = PACE,
): AsyncGenerator<Uint8Array, void, undefined> {
  const request = source && 'body' in source ? source : null;
  const body = (request ? request.body : source) as AsyncIterable<Uint8Array> | null;
  if (!body) return;
  const chunks = body[Symbol.asyncIterator]();
  if (request) unread.set(request, chunks);
  let waitedMs = 0;
  let bytes = 0;
  // Not cancelled when nobody reads on: that would close the connection before the client has read why.
  for (;;) {
    const sinceMs = performance.now();
    const next = await nextWithin(chunks, withinMs - waitedMs);
    if (next.done) {
      if (request) unread.delete(request);
      return;
    }
    waitedMs += performance.now() - sinceMs;
    bytes += next.value.byteLength;
    if (bytes >= leastBytes) [waitedMs, bytes] = [0, 0];
    else if (waitedMs >= withinMs) throw tooSlow();
    yield next.value;
  }
}

function nextWithin(
  chunks: AsyncIterator<Uint8Array>,
  ms: number,
): Promise<IteratorResult<Uint8Array, unknown>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooSlow()), Math.max(0, ms));
    chunks
      .next()
      .then(resolve, (error: unknown) => reject(error instanceof AppError ? error : brokenOff()))
      .finally(() => clearTimeout(timer));
  });
}
