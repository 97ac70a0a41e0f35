import { db } from '../db/client';
import type { StoredFile } from '../db/generated/client';
import { AppError } from '../errors';
import { isId } from '../ids';

export const noFile = (): AppError =>
  new AppError('not_found', 'There is no such file here. GET /v1/files lists those there are.');

/** A stored file of the workspace. @throws AppError `not_found`: another workspace's and none are the same */
export async function findFile(id: string, workspaceId: string): Promise<StoredFile> {
  const file = isId(id) ? await db().storedFile.findFirst({ where: { id, workspaceId } }) : null;
  if (!file) throw noFile();
  if (file.state === 'stored') return file;
  throw new AppError('conflict', 'This file has not arrived yet: its upload is still under way.');
}
