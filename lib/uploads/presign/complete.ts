import { requireScope } from '../../admission/require-scope';
import { db } from '../../db/client';
import type { StoredFile } from '../../db/generated/client';
import { AppError } from '../../errors';
import { isId } from '../../ids';
import type { Principal } from '../../keys/principal';
import { RESOURCE } from '../claims';
import { viewOf } from '../file-view';
import { noFile } from '../find-file';
import { finishUpload } from '../finish-upload';
import type { FileView } from '../schema';
import { uploadSizes } from '../sizes';
import { fileStorage } from '../storage/storage';
import { inTurn } from './in-turn';

/**
 * `POST /upload/{id}/complete`: makes a presigned upload a stored file, once all of it has arrived and is what the
 * plan takes; else it is ended. Counts nothing. Completing what is stored answers the same again.
 * @throws AppError `not_found`; `conflict` where bytes are missing; `file_type_not_allowed`, `file_too_large`
 */
export async function completeUpload(
  id: string,
  principal: Principal,
  signal: AbortSignal,
): Promise<{ data: FileView }> {
  requireScope(principal, RESOURCE);
  const find = () => findPending(id, principal.workspaceId);
  const file = await find();
  if (file.state === 'stored') return { data: viewOf(file) };
  await requireArrived(file);
  const stored = await inTurn(id, signal, async () => {
    const current = await find();
    if (current.state === 'stored') return current;
    await finishUpload(current, await uploadSizes(principal), current.sha256 ?? undefined);
    return find();
  });
  return { data: viewOf(stored) };
}

async function findPending(id: string, workspaceId: string): Promise<StoredFile> {
  const file = isId(id)
    ? await db().storedFile.findFirst({ where: { id, workspaceId, via: 'presign' } })
    : null;
  if (!file || (file.expiresAt && file.expiresAt.getTime() <= Date.now())) throw noFile();
  return file;
}

/** Before it is its turn: whoever completes too early does not disturb what is arriving. */
async function requireArrived({ id, bytes }: StoredFile): Promise<void> {
  const storage = await fileStorage();
  const came = (await storage.size(id)) ?? (await storage.partialSize(id));
  if (came === Number(bytes)) return;
  throw new AppError(
    'conflict',
    `Of ${bytes} bytes, ${came} have arrived. Send the file to its address first, and then complete it.`,
  );
}
