import type { Actor } from '../actor';
import { keyFor } from './key-access';
import { type KeyFacts, keyFacts } from './key-facts';

/** One key, for any member of its workspace. @throws AppError `not_found` */
export async function getKey(actor: Actor, keyId: string): Promise<KeyFacts> {
  const { key } = await keyFor(actor, keyId);
  return keyFacts(key);
}
