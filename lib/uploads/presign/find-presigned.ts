import { db } from '../../db/client';
import type { StoredFile } from '../../db/generated/client';
import { AppError } from '../../errors';
import { fileOfToken } from './token';

const noAddress = () =>
  new AppError(
    'not_found',
    'This upload address is not valid: it has expired, was used or was revoked. Ask for a new one with POST /upload/presign.',
  );

/** The pending file that an address of ours is for, while sending may begin. @throws AppError `not_found` */
export async function findPresigned(token: string): Promise<StoredFile> {
  const id = fileOfToken(token);
  const file = id && (await db().storedFile.findUnique({ where: { id, via: 'presign', state: 'pending' } }));
  if (!file) throw noAddress();
  const { address_ends: ends } = file.progress as { address_ends: string };
  if (Date.parse(ends) <= Date.now()) throw noAddress();
  return file;
}
