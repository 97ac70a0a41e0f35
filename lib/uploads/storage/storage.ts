import { type Env, env } from '../../env';
import { processState } from '../../process-state';
import { folderStorage } from './folder';
import type { FileStorage } from './port';

/** Where this process keeps files: the bucket of S3_BUCKET, else the folder UPLOAD_DIR. */
export const fileStorage = (): Promise<FileStorage> => processState('file-storage', () => openStorage(env()));

/** Opens the storage that an environment names. The S3 client is loaded where it is used alone. */
export async function openStorage(from: Env): Promise<FileStorage> {
  if (!from.S3_BUCKET) return folderStorage(from.UPLOAD_DIR);
  const { s3Bucket } = await import('./s3-bucket');
  const { s3Storage } = await import('./s3');
  return s3Storage(s3Bucket({ ...from, S3_BUCKET: from.S3_BUCKET }));
}
