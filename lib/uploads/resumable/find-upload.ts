import { db } from '../../db/client';
import type { StoredFile } from '../../db/generated/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';
import type { Principal } from '../../keys/principal';
import { finishUpload } from '../finish-upload';
import { uploadSizes } from '../sizes';
import { fileStorage } from '../storage/storage';
import type { TusUpload } from './tus-store';

export const noUpload = () =>
  new AppError(
    'not_found',
    'There is no such upload, or it has ended. Begin a new one with POST /upload/resumable.',
  );

/**
 * A workspace's resumable upload, also a complete one.
 * @throws AppError `not_found`: another workspace's, one that expired, and none at all are the same
 */
export async function findUpload(id: string, { workspaceId }: Principal): Promise<StoredFile> {
  if (!isId(id)) throw noUpload();
  const file = await db().storedFile.findFirst({ where: { id, workspaceId, via: 'resumable' } });
  if (!file || (file.expiresAt && file.expiresAt.getTime() <= Date.now())) throw noUpload();
  return file;
}

/**
 * How far an upload has come, by what its storage has. One that is whole there and not written down as stored, since
 * its process died in between, is finished now.
 */
export async function asTusUpload(file: StoredFile, principal: Principal): Promise<TusUpload> {
  const { id, createdAt } = file;
  const bytes = Number(file.bytes);
  const storage = await fileStorage();
  let offset = file.state === 'stored' ? bytes : await storage.partialSize(id);
  if (offset === 0 && (await storage.size(id)) !== null) {
    await finishUpload(file, await uploadSizes(principal));
    offset = bytes;
  }
  return { id, bytes, offset, metadata: metadataOf(file), createdAt };
}

/** What the client gave at creation, for it to read again. */
const metadataOf = ({ progress }: StoredFile): TusUpload['metadata'] =>
  (progress as { metadata?: TusUpload['metadata'] } | null)?.metadata;
