import { AppError } from '../errors';
import type { Principal } from '../keys/principal';

/** @throws AppError `scope_missing` where a key is for other resources alone */
export function requireScope(principal: Pick<Principal, 'scopes'>, resource: string): void {
  if (principal.scopes.length === 0 || principal.scopes.includes(resource)) return;
  throw new AppError(
    'scope_missing',
    `This key may not be used for ${resource}: its scopes are ${principal.scopes.join(', ')}.`,
  );
}
