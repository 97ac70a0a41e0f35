/**
 * `waiting`: the server had no place for it and is asked again; `paused`: by the person; `failed`: may be tried
 * again; `refused`: trying again is useless.
 */
export type TransferState = 'queued' | 'sending' | 'waiting' | 'paused' | 'stored' | 'refused' | 'failed';

/** One file on its way. */
export interface Transfer {
  id: number;
  name: string;
  bytes: number;
  state: TransferState;
  /** Bytes that have left this browser. */
  sent: number;
  /** Goes on where it was interrupted. */
  resumable: boolean;
  /** Why it is not stored, in a sentence. */
  reason: string | null;
}

/** Small files are sent in one request; larger ones so that they go on where they were interrupted. */
export const RESUMABLE_FROM_BYTES = 32 * 2 ** 20;

/** How many files are sent at once. */
export const AT_ONCE = 3;

export const isActive = ({ state }: Transfer): boolean =>
  state === 'queued' || state === 'sending' || state === 'waiting' || state === 'paused';

/** What an upload came to, as its way of sending says it. */
export type Sent =
  | { kind: 'stored' }
  | { kind: 'refused'; reason: string }
  | { kind: 'failed'; reason: string }
  /** No place is free: worth asking again. */
  | { kind: 'busy'; reason: string; retryAfterMs: number };

export const LOST = 'The connection was lost.';

/** What an answer that is no success means for its file. @param body as it came */
export function sentFrom(status: number, body: string, retryAfterMs: number | null): Sent {
  const { code, message } = readError(body);
  const reason = message ?? `The server answered with status ${status}.`;
  if (status === 429 && code === 'concurrency_limit_exceeded')
    return { kind: 'busy', reason, retryAfterMs: retryAfterMs ?? 1_000 };
  if (status === 0) return { kind: 'failed', reason: LOST };
  return status >= 500 || status === 429 || status === 408
    ? { kind: 'failed', reason }
    : { kind: 'refused', reason };
}

/** The sentence of an error in any of the published envelopes. */
function readError(body: string): { code: string | null; message: string | null } {
  try {
    const { error, message } = JSON.parse(body) as { error?: unknown; message?: unknown };
    const inner = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
    return { code: text(inner.code) ?? text(error), message: text(inner.message) ?? text(message) };
  } catch {
    return { code: null, message: null };
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** All files on their way in one sentence, for screen readers. */
export function summary(transfers: readonly Transfer[]): string {
  const count = (...states: TransferState[]) =>
    transfers.filter(({ state }) => states.includes(state)).length;
  const open = transfers.filter(isActive).length;
  const words = [
    `${count('stored')} of ${transfers.length} uploaded`,
    open > 0 && `${open} to go`,
    count('refused') > 0 && `${count('refused')} refused`,
    count('failed') > 0 && `${count('failed')} interrupted`,
  ];
  return transfers.length === 0 ? '' : words.filter(Boolean).join(', ');
}
