/**
 * The store did not take a call: `down`, it was not asked; `late`, no answer in time; `failed`, the connection
 * or the server could not. Save for `down`, the call may have been carried out all the same, or may yet be.
 */
export class StoreTrouble extends Error {
  override name = 'StoreTrouble';

  constructor(
    readonly kind: 'down' | 'late' | 'failed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a server says that lives and yet takes no writes: failover, out of memory, disk full, loading. */
const UNFIT = /\b(READONLY|OOM|LOADING|MISCONF|CLUSTERDOWN|MASTERDOWN|NOREPLICAS|BUSY|TRYAGAIN)\b/;
/** Any other error that begins with a word of Redis is an answer to this very call (NOSCRIPT, WRONGTYPE, ERR). */
const ANSWER = /^[A-Z]{3,}\b/;

/** A driver's error as trouble with the store; an answer to the call itself as it is. */
export function troubleOf(error: unknown): unknown {
  if (error instanceof StoreTrouble) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (ANSWER.test(message) && !UNFIT.test(message)) return error;
  return new StoreTrouble('failed', `the store could not take a call: ${message}`, { cause: error });
}
