import { type Sent, sentFrom } from './transfer';

/** A file that is being sent. */
export interface Sending {
  /** Resolves once it has ended; never rejects, and never resolves after it was stopped. */
  done: Promise<Sent>;
  /** Stops sending. What has arrived is kept where it can go on from there. */
  pause(): void;
  /** Stops for good: nothing of it is kept. Never rejects. */
  cancel(): Promise<void>;
}

export interface SendOptions {
  file: File;
  workspaceId: string;
  onProgress: (sentBytes: number) => void;
}

/** Sends a file in one request. XMLHttpRequest, because fetch does not tell how much has been sent. */
export function sendStream({ file, workspaceId, onProgress }: SendOptions): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<Sent>((resolve) => {
    request.upload.onprogress = ({ loaded }) => onProgress(Math.min(loaded, file.size));
    request.onload = () =>
      resolve(
        request.status === 201
          ? { kind: 'stored' }
          : sentFrom(request.status, request.responseText, retryAfterMs(request)),
      );
    request.onerror = () => resolve(sentFrom(0, '', null));
  });
  request.open('POST', `/upload/stream?filename=${encodeURIComponent(file.name)}`);
  request.setRequestHeader('x-headroom-workspace', workspaceId);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.send(file);
  const stop = () => request.abort();
  return { done, pause: stop, cancel: async () => stop() };
}

function retryAfterMs(request: XMLHttpRequest): number | null {
  const seconds = Number(request.getResponseHeader('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}
