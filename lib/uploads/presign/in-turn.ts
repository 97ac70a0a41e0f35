import { AppError } from '../../errors';
import { uploadLocker } from '../resumable/upload-lock';

const GIVEN_WAY = new AppError(
  'upload_incomplete',
  'The same file is being sent again, so this connection gave way. Nothing of it was stored.',
);

/** Does what one request at a time may do to an upload. Whoever comes later takes over: the other is given up. */
export async function inTurn<T>(
  id: string,
  client: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveWay = new AbortController();
  const lock = uploadLocker.newLock(id);
  await lock.lock(client, () => giveWay.abort(GIVEN_WAY));
  try {
    return await work(AbortSignal.any([client, giveWay.signal]));
  } finally {
    await lock.unlock();
  }
}
