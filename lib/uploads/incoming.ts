/** So much of a file is looked at to tell its kind. */
export const HEAD_BYTES = 16 << 10;

/** A file on its way: its head has been read, and is part of its body. */
export interface IncomingFile {
  /** As the client gave it; '' where it gave none. */
  givenName: string;
  head: Uint8Array;
  /** The head is all there is. */
  whole: boolean;
  body: AsyncIterable<Uint8Array>;
}

/** Reads the first bytes of a file, and no more. */
export async function peek(givenName: string, source: AsyncIterable<Uint8Array>): Promise<IncomingFile> {
  const chunks = source[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let bytes = 0;
  let whole = false;
  while (bytes < HEAD_BYTES && !whole) {
    const next = await chunks.next();
    if (next.done) whole = true;
    else {
      read.push(next.value);
      bytes += next.value.byteLength;
    }
  }
  return {
    givenName,
    head: Buffer.concat(read).subarray(0, HEAD_BYTES),
    whole: whole && bytes <= HEAD_BYTES,
    body: following(read, chunks),
  };
}

/** What was read, then the rest. */
async function* following(
  read: Uint8Array[],
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let finished = false;
  try {
    for (const chunk of read.splice(0)) yield chunk;
    for (;;) {
      const next = await chunks.next();
      if (next.done) break;
      yield next.value;
    }
    finished = true;
  } finally {
    if (!finished) void chunks.return?.().catch(() => undefined);
  }
}
