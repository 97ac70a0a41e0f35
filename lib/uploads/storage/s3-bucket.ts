import { S3Client } from '@aws-sdk/client-s3';
import type { Env } from '../../env';

/** A bucket, what our keys in it begin with, and the client to reach it. */
export type Bucket = { client: S3Client; bucket: string; prefix: string };

/** How long S3 may take to answer one call before it counts as down. */
const ANSWER_MS = 60_000;
const CONNECT_MS = 5_000;
/** Calls at once: as many uploads and downloads as an instance may well serve, each with its own connection. */
const CONNECTIONS = 256;

/** The bucket that the environment names, with the client to reach it. */
export function s3Bucket(from: Env & { S3_BUCKET: string }): Bucket {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = from;
  const client = new S3Client({
    region: from.S3_REGION,
    ...(from.S3_ENDPOINT && { endpoint: from.S3_ENDPOINT }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    forcePathStyle: from.S3_PATH_STYLE,
    // Checksums that S3 does not ask for are an extension that other services do not all know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: CONNECTIONS },
      httpsAgent: { maxSockets: CONNECTIONS },
    },
  });
  return { client, bucket: from.S3_BUCKET, prefix: from.S3_PREFIX };
}
