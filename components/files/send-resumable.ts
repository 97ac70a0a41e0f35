import { type DetailedError, Upload } from 'tus-js-client';
import type { Sending, SendOptions } from './send-stream';
import { LOST, type Sent, sentFrom } from './transfer';

/** A lost connection is taken up again by itself for about half a minute; then the person is asked. */
const RETRY_DELAYS_MS = [500, 1_000, 3_000, 5_000, 10_000, 10_000];

/**
 * Sends a file so that it goes on where it was interrupted: after a lost connection, a pause, or, once the same file
 * is chosen again, a closed page.
 */
export function sendResumable({ file, workspaceId, onProgress }: SendOptions): Sending {
  let finish: (sent: Sent) => void = () => {};
  let created: () => void = () => {};
  const isCreated = new Promise<void>((resolve) => {
    created = resolve;
  });
  const done = new Promise<Sent>((resolve) => {
    finish = resolve;
  });
  const upload = new Upload(file, {
    endpoint: '/upload/resumable',
    metadata: { filename: file.name, filetype: file.type },
    headers: { 'x-headroom-workspace': workspaceId },
    // Another workspace's upload of the same file is not this one.
    fingerprint: async () =>
      ['headroom', workspaceId, file.name, file.type, file.size, file.lastModified].join('|'),
    removeFingerprintOnSuccess: true,
    retryDelays: RETRY_DELAYS_MS,
    onShouldRetry: (error) => isPassing(statusOf(error)),
    onProgress,
    onUploadUrlAvailable: () => created(),
    onSuccess: () => finish({ kind: 'stored' }),
    onError: (error) => finish(failure(error)),
  });
  let stopped = false;
  const begun = upload
    .findPreviousUploads()
    .catch(() => [])
    .then(([former]) => {
      if (former) upload.resumeFromPreviousUpload(former);
      if (!stopped) upload.start();
      return !stopped;
    });
  const stop = async (forGood: boolean) => {
    stopped = true;
    // Stopped while it is being created, the server's side of it would stay behind, and nobody would know its address.
    if ((await begun) && upload.url === null) await Promise.race([isCreated, done]);
    await upload.abort(forGood).catch(() => undefined);
  };
  return { done, pause: () => void stop(false), cancel: () => stop(true) };
}

const statusOf = (error: Error | DetailedError): number =>
  ('originalResponse' in error && error.originalResponse?.getStatus()) || 0;

/** Nobody answered, our own trouble, or another request of this upload that has not ended yet. */
const isPassing = (status: number): boolean => status === 0 || status === 423 || status >= 500;

function failure(error: Error | DetailedError): Sent {
  const status = statusOf(error);
  if (status === 0 || !('originalResponse' in error)) return { kind: 'failed', reason: LOST };
  const seconds = Number(error.originalResponse?.getHeader('retry-after') ?? Number.NaN);
  const body = error.originalResponse?.getBody() ?? '';
  return sentFrom(status, body, Number.isFinite(seconds) ? seconds * 1000 : null);
}
