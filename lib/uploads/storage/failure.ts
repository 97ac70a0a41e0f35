import { AppError } from '../../errors';
import { log } from '../../log';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What the caller hears of a storage that fails, whatever failed; the cause goes to the log. */
export function storageFailure(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  log().error({ err: cause }, 'file storage failed');
  const code = (cause as { code?: unknown } | null)?.code;
  const why =
    typeof code === 'string' && FULL.has(code) ? 'has no room left' : 'does not answer as it should';
  return new AppError('storage_unavailable', `Our file storage ${why}. Try again in a while.`);
}

/** Runs one step of a driver; whatever it throws becomes `storage_unavailable`. */
export async function orStorageFailure<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw cause instanceof WrongName ? cause : storageFailure(cause);
  }
}

/** There is no object under this name. */
export const noObject = (): AppError => new AppError('not_found', 'The file’s bytes are gone.');

const NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether an object may have this name: a UUID in lower case, so never a path. */
export const isObjectName = (name: string): boolean => NAME.test(name);

/** A caller passed anything but a name of ours: a mistake of ours, not of a client. */
class WrongName extends Error {
  constructor() {
    super('an object is named by a UUID in lower case');
  }
}

/** Throws unless it is a name of ours. */
export function checkObjectName(name: string): string {
  if (!isObjectName(name)) throw new WrongName();
  return name;
}
