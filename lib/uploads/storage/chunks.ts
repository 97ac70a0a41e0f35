/**
 * A body's chunks until the signal is aborted: then the reason is thrown at once, also while a chunk is awaited,
 * for a client that says nothing may never send another.
 */
export async function* chunksUntil(
  body: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]();
  let giveUp: (reason: unknown) => void = () => {};
  const onAbort = () => giveUp(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  let finished = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      // Not a race with one promise for the whole body: that would hold on to every chunk until the end.
      const next = await new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
        giveUp = reject;
        chunks.next().then(resolve, reject);
      });
      if (next.done) break;
      yield next.value;
    }
    finished = true;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    // Not awaited: a generator that waits for its next chunk would answer only after it.
    if (!finished) void chunks.return?.().catch(() => {});
  }
}
