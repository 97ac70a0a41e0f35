import { v7, validate } from 'uuid';

/** Random bytes fetched for many ids at once: each fetch costs more than an id. */
const random = new Uint8Array(16 * 256);
let next = random.length;
let lastMs = 0;
let sequence = 0;

/**
 * A time-ordered id (UUIDv7, RFC 9562): request, reservation and row ids. Those of one process ascend, also
 * within a millisecond (section 6.2, method 1).
 */
export function newId(): string {
  if (next === random.length) {
    crypto.getRandomValues(random);
    next = 0;
  }
  const bytes = random.subarray(next, next + 16);
  next += 16;
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    const [a = 0, b = 0, c = 0, d = 0] = bytes;
    sequence = ((a & 0x7f) << 24) | (b << 16) | (c << 8) | d;
  } else {
    sequence = (sequence + 1) | 0;
    if (sequence === 0) lastMs++;
  }
  return v7({ random: bytes, msecs: lastMs, seq: sequence });
}

/** Whether a string from outside may be used as a `uuid` column value. */
export const isId = (value: string): boolean => validate(value);
