import { isUtf8 } from 'node:buffer';
import type { Outcome } from './work';

/** A repetition is answered from memory for a day; larger answers are not worth holding. */
const MAX_BYTES = 1 << 20;

/** An answer as it can be given again, byte for byte. */
export interface KeptAnswer {
  status: number;
  contentType: string;
  body: string | Uint8Array;
}

/** An answer as it is given; what streams cannot be kept. */
export type Keepable = Omit<KeptAnswer, 'body'> & { body: KeptAnswer['body'] | ReadableStream | null };

/**
 * What to keep of an answer under its Idempotency-Key: a text to answer repetitions from, null to forget
 * the key (nothing was charged for money, and the next try may fare better), or undefined where the
 * answer cannot be given again (streamed, too large, or nobody could receive it though it was charged).
 */
export function keep(
  { status, contentType, body }: Keepable,
  outcome: Outcome['outcome'],
): string | null | undefined {
  if (body instanceof ReadableStream || body === null) return undefined;
  // 408: its body broke off, so it never was this request.
  if (status === 408) return null;
  if (status === 402 || status === 429 || status >= 500)
    return outcome === 'client_closed' || outcome === 'stopped' ? undefined : null;
  if (Buffer.byteLength(body) > MAX_BYTES) return undefined;
  if (typeof body === 'string') return `${status} text ${contentType}\n${body}`;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return isUtf8(bytes)
    ? `${status} text ${contentType}\n${bytes.toString('utf8')}`
    : `${status} base64 ${contentType}\n${bytes.toString('base64')}`;
}

/** Reads what `keep` wrote. @throws Error on anything else: the store holds what we never put there */
export function readKept(text: string): KeptAnswer {
  const [head, status, form, contentType = ''] = /^(\d{3}) (text|base64) ([^\n]*)\n/.exec(text) ?? [];
  if (head === undefined) throw new Error('the store holds an answer that nobody kept');
  const rest = text.slice(head.length);
  return {
    status: Number(status),
    contentType,
    body: form === 'text' ? rest : new Uint8Array(Buffer.from(rest, 'base64')),
  };
}
