import { hash, verify } from '@node-rs/argon2';
import { processState } from '../process-state';

/** argon2id with OWASP's first choice: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A password as it is kept: salt and cost are in the text. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/**
 * Whether the password fits. An account without one (unknown, or signing in elsewhere) takes as long:
 * the time of an answer must not tell who has an account.
 */
export async function passwordFits(password: string, storedHash: string | null): Promise<boolean> {
  const nobody = processState('nobody-hash', () => hashPassword('the password of nobody'));
  const fits = await verify(storedHash ?? (await nobody), password);
  return fits && storedHash !== null;
}
