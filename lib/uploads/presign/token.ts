import { createHmac, timingSafeEqual } from 'node:crypto';
import { env } from '../../env';
import { isObjectName } from '../storage/failure';

const seal = (id: string): Buffer =>
  createHmac('sha256', env().AUTH_SECRET).update(`upload ${id}`).digest().subarray(0, 24);

/**
 * What stands in the address at which we take one pending file ourselves. It names the file and proves that we
 * gave it out; what it is still good for (size, time, whose) stands with the file, so ending that revokes it.
 */
export const tokenFor = (id: string): string => `${id}.${seal(id).toString('base64url')}`;

/** The file that a token of ours names; null for anything else. */
export function fileOfToken(token: string): string | null {
  const id = token.slice(0, 36);
  const proof = Buffer.from(token.slice(37), 'base64url');
  const expected = seal(id);
  if (!isObjectName(id) || proof.length !== expected.length || !timingSafeEqual(proof, expected)) return null;
  // Base64 has several spellings of the same bytes; one is ours.
  return tokenFor(id) === token ? id : null;
}
