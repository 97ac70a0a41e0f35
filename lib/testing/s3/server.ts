import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../../demo/services/ports';
import { startService } from '../../demo/services/process';
import type { Env } from '../../env';
import { findS3Server, HOW_TO_INSTALL } from './find-server.mjs';

/** The S3 settings of lib/env.ts that reach a server's bucket. */
export type S3Settings = Pick<
  Env,
  'S3_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY' | 'S3_PATH_STYLE' | 'S3_PREFIX'
> & { S3_BUCKET: string };

export type S3Server = {
  settings: S3Settings;
  /** Nothing listens until it resumes, with all that it has stored. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A real S3-compatible server on loopback, with an empty bucket: Versity's S3 gateway over a folder. It checks
 * signatures, sizes and parts as S3 does.
 * @throws where it is not installed: tests that need it are not collected then (vitest.config.ts)
 */
export async function startS3Server(): Promise<S3Server> {
  const command = findS3Server();
  if (!command) throw new Error(`There is no S3 server here. ${HOW_TO_INSTALL}`);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headroom-s3-'));
  const [data, meta] = ['data', 'meta'].map((name) => path.join(folder, name)) as [string, string];
  for (const made of [data, meta]) fs.mkdirSync(made);
  const port = await freePort();
  const settings: S3Settings = {
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'files',
    S3_ACCESS_KEY_ID: 'test-access',
    S3_SECRET_ACCESS_KEY: 'a secret for tests alone',
    S3_PATH_STYLE: true,
    S3_PREFIX: 'headroom/',
  };
  const start = () =>
    startService({
      name: 'versitygw',
      command,
      args: ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', '--sidecar', meta, data],
      cwd: folder,
      env: { ROOT_ACCESS_KEY: 'test-access', ROOT_SECRET_KEY: settings.S3_SECRET_ACCESS_KEY ?? '' },
      logFile: path.join(folder, 'log'),
      stopSignal: 'SIGKILL',
      stopMs: 5_000,
    });
  let service = start();
  await whenUp(settings, new CreateBucketCommand({ Bucket: settings.S3_BUCKET }));
  return {
    settings,
    pause: () => service.stop(),
    async resume() {
      service = start();
      await whenUp(settings, new HeadBucketCommand({ Bucket: settings.S3_BUCKET }));
    },
    async stop() {
      await service.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The SDK tries again while the server starts. */
async function whenUp(settings: S3Settings, command: CreateBucketCommand | HeadBucketCommand): Promise<void> {
  const client = new S3Client({
    endpoint: settings.S3_ENDPOINT,
    region: settings.S3_REGION,
    forcePathStyle: true,
    maxAttempts: 20,
    credentials: {
      accessKeyId: settings.S3_ACCESS_KEY_ID ?? '',
      secretAccessKey: settings.S3_SECRET_ACCESS_KEY ?? '',
    },
  });
  if (command instanceof CreateBucketCommand) await client.send(command);
  else await client.send(command);
  client.destroy();
}
