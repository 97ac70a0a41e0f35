import { createHmac, hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { env } from './env';

/**
 * The secret of an API key or management token: prefix, 30 random letters (30 × log2 62 = 178.6 bits)
 * and the CRC32 of both in 6 letters. A wrong checksum is refused without any I/O; at rest there is only
 * an HMAC-SHA-256 under the server's pepper.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LETTERS = 30;
const CHECKSUM_LETTERS = 6;
const SHAPE = /^([a-z][a-z_-]{0,30}[_-])([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;

export const MANAGEMENT_PREFIX = 'hrm_';

/** A new secret that begins with the prefix. */
export function makeSecret(prefix: string): string {
  const body = prefix + randomLetters();
  return body + checksum(body);
}

/** Whether a text has the shape and checksum of a secret, with this prefix where one is given. */
export function looksLikeKey(text: string, prefix?: string): boolean {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const [, head = '', body = '', sum = ''] = match;
  return (prefix === undefined || head === prefix) && checksum(head + body) === sum;
}

/** What is stored of a secret, in hex. Another pepper gives another hash: keys of other installations are unknown. */
export const hashSecret = (secret: string): string =>
  createHmac('sha256', env().KEY_PEPPER).update(secret).digest('hex');

/** What a secret is known by in this process's memory alone: a fifth of the cost of what is stored. */
export const digestSecret = (secret: string): string => hash('sha256', secret, 'base64');

/** What of a secret may be shown, so that people tell theirs apart. */
export const last4 = (secret: string): string => secret.slice(-4);

function randomLetters(): string {
  let letters = '';
  while (letters.length < RANDOM_LETTERS) {
    // Bytes from 248 on would favour the first letters: 248 is the largest multiple of 62.
    for (const byte of randomBytes(40)) {
      if (byte < 248 && letters.length < RANDOM_LETTERS) letters += ALPHABET[byte % 62];
    }
  }
  return letters;
}

function checksum(text: string): string {
  let rest = crc32(text);
  let letters = '';
  for (let i = 0; i < CHECKSUM_LETTERS; i++) {
    letters = ALPHABET[rest % 62] + letters;
    rest = Math.floor(rest / 62);
  }
  return letters;
}
