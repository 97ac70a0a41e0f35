import { AppError } from '../errors';

/** Bytes from `start` to `end`, both counted in. */
export interface Range {
  start: number;
  end: number;
}

/**
 * What of a file a `Range` asks for (RFC 9110, section 14.2): null for all of it, as for several ranges at once, for
 * units other than bytes and for what is malformed, which a server may ignore.
 * @throws AppError `range_not_satisfiable` for a range beyond its end
 */
export function readRange(header: string | null, bytes: number): Range | null {
  const [, first, last] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return null;
  if (first === '') {
    const count = Math.min(Number(last), bytes);
    if (count === 0) throw beyond(bytes);
    return { start: bytes - count, end: bytes - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= bytes) throw beyond(bytes);
  return { start, end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
}

const beyond = (bytes: number) =>
  new AppError('range_not_satisfiable', `The Range begins beyond the end: the file has ${bytes} bytes.`, {
    bytes,
  });
