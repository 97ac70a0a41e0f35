import { S3ServiceException } from '@aws-sdk/client-s3';

const ABSENT = new Set(['NotFound', 'NoSuchKey', 'NoSuchUpload']);

/** Whether S3 says that there is no such object or upload; a missing bucket is a failure instead. */
export const isAbsent = (cause: unknown): boolean =>
  cause instanceof S3ServiceException && ABSENT.has(cause.name);
