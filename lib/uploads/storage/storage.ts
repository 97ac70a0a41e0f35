import { env } from '../../env';
import { processState } from '../../process-state';
import { folderStorage } from './folder';
import type { FileStorage } from './port';

/** Where this process keeps files: the bucket of S3_BUCKET, else the folder UPLOAD_DIR. */
export const fileStorage = (): Promise<FileStorage> => processState('file-storage', openStorage);

async function openStorage(): Promise<FileStorage> {
  return folderStorage(env().UPLOAD_DIR);
}
