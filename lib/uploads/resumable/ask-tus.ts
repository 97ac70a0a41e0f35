import { Server } from '@tus/server';
import { AppError } from '../../errors';
import { noUpload } from './find-upload';
import { type TusActions, TusStore } from './tus-store';
import { uploadLocker } from './upload-lock';

/** Where uploads are created; each is below it, by its id. */
const RESUMABLE_PATH = '/upload/resumable';

/** What of a request the protocol reads: a proxy's headers are none of its business. */
const ASKED = [
  'tus-resumable',
  'upload-length',
  'upload-defer-length',
  'upload-concat',
  'upload-metadata',
  'upload-offset',
  'content-length',
];

/** What of the protocol's answer is passed on; the rest (CORS) is admission's. */
const HEADERS = [
  'location',
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'upload-metadata',
  'upload-expires',
];

export interface TusAnswer {
  status: number;
  headers: Record<string, string>;
}

function inBrief(request: Request): Request {
  const { method, url, body } = request;
  // A creation takes no bytes along: that extension is not offered.
  const names = method === 'PATCH' ? [...ASKED, 'content-type'] : ASKED;
  const headers = names.flatMap((name): [string, string][] => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  const sent = method === 'PATCH' && body ? { body, duplex: 'half' as const } : {};
  return new Request(url, { method, headers, ...sent });
}

/** A failure in the protocol's words as one in ours. What our own actions throw passes through as it is. */
function asAppError(error: unknown): unknown {
  if (error instanceof Error) return error;
  const { status_code, body } = error as { status_code: number; body: string };
  const said = body.trim().replace(/\.?$/, '.');
  if (status_code === 404 || status_code === 410) return noUpload();
  if (status_code === 409) {
    return new AppError(
      'conflict',
      'Upload-Offset is not where this upload stands. Ask with HEAD, and go on from there.',
    );
  }
  if (status_code === 413) {
    return new AppError(
      'file_too_large',
      'This is more than the Upload-Length that was declared. Nothing of it was stored.',
    );
  }
  return new AppError('invalid_request', said);
}

/**
 * Lets tus answer a request about one upload (https://tus.io/protocols/resumable-upload).
 * @throws AppError, or whatever the actions throw
 */
export async function askTus(request: Request, id: string, actions: TusActions): Promise<TusAnswer> {
  const failed: { error: unknown }[] = [];
  const server = new Server({
    path: RESUMABLE_PATH,
    datastore: new TusStore(actions),
    locker: uploadLocker,
    // Whoever holds an upload that another asks for stops at once: what came is kept.
    lockDrainTimeout: 1,
    relativeLocation: true,
    disableTerminationForFinishedUploads: true,
    namingFunction: () => id,
    getFileIdFromRequest: () => id,
    onResponseError: (_request, error) => {
      failed.push({ error });
      return undefined;
    },
  });
  const response = await server.handleWeb(inBrief(request));
  const failure = failed[0];
  if (failure) throw asAppError(failure.error);
  const { status } = response;
  if (status >= 400) throw asAppError({ status_code: status, body: await response.text() });
  const headers = HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { status, headers: Object.fromEntries(headers) };
}
