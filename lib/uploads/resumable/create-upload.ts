import { Metadata } from '@tus/server';
import type { Run, RunContext, Work } from '../../admission/work';
import { AppError } from '../../errors';
import { newId } from '../../ids';
import { RESOURCE, uploadClaim } from '../claims';
import { commitUpload, type NewFile } from '../commit-upload';
import { failed } from '../failed';
import { viewOf } from '../file-view';
import { shownName } from '../names';
import { declaredKind, largestKind } from '../presign/declared-kind';
import { requireSize } from '../receive';
import { uploadSizes } from '../sizes';
import { askTus } from './ask-tus';
import { requireTus } from './tus-headers';
import { EXPIRES_AFTER_MS } from './tus-store';

interface Creation {
  request: Request;
  bytes: number;
  metadata: Record<string, string | null>;
}

/** It is stored with the upload, and sent back with each look at it. */
const MAX_METADATA_CHARS = 4_096;

const invalid = (param: string, message: string) => new AppError('invalid_request', message, { param });

/** @throws AppError that names the header */
async function readCreation(request: Request): Promise<Creation> {
  requireTus(request);
  const length = request.headers.get('upload-length');
  if (length === null) {
    throw invalid(
      'Upload-Length',
      'Send the size of the file in bytes as Upload-Length: its storage is held from the start.',
    );
  }
  const bytes = /^\d{1,15}$/.test(length) ? Number(length) : 0;
  if (bytes === 0) throw invalid('Upload-Length', 'Upload-Length must be a whole number of bytes above 0.');
  return { request, bytes, metadata: readMetadata(request.headers.get('upload-metadata')) };
}

function readMetadata(text: string | null): Creation['metadata'] {
  if (text === null || text.trim() === '') return {};
  if (text.length > MAX_METADATA_CHARS) {
    throw invalid(
      'Upload-Metadata',
      `Upload-Metadata must be at most ${MAX_METADATA_CHARS} characters long.`,
    );
  }
  try {
    const { ...metadata } = Metadata.parse(text);
    // PostgreSQL stores no NUL.
    if (Object.values(metadata).some((value) => value?.includes('\0'))) throw new Error('NUL');
    return metadata;
  } catch {
    throw invalid(
      'Upload-Metadata',
      'Upload-Metadata must be pairs of a name and a text in base64, separated by commas, each name once.',
    );
  }
}

/** What clients call the file: tus-js-client says filename, Uppy name. */
const givenName = ({ filename, name }: Creation['metadata']): string => filename ?? name ?? '';

async function create({ request, bytes, metadata }: Creation, context: RunContext): Promise<Run> {
  const createdAt = new Date();
  const file = {
    ...{
      id: newId(),
      name: shownName(givenName(metadata)),
      kind: '',
      contentType: '',
      sha256: null,
      createdAt,
    },
    ...{ bytes: BigInt(bytes), state: 'pending', via: 'resumable', progress: { metadata } },
    expiresAt: new Date(createdAt.getTime() + EXPIRES_AFTER_MS),
  } satisfies NewFile;
  try {
    const { status, headers } = await askTus(request, file.id, {
      create: async () => undefined,
      find: async () => ({ id: file.id, bytes, offset: 0, metadata, createdAt }),
    });
    // Written down last: whoever is told of an upload finds it.
    const body = JSON.stringify({ data: viewOf(file) });
    return await commitUpload(context, [file], { status, contentType: 'application/json', body }, headers);
  } catch (error) {
    return failed(context, error);
  }
}

/** `POST /upload/resumable`, behind admission: one request, and the declared bytes for as long as the file is there. */
export const createUploadWork: Work<Creation> = {
  resource: RESOURCE,
  read: readCreation,
  identity: ({ bytes, metadata }) => JSON.stringify([bytes, metadata]),
  async prepare(creation, principal) {
    const { bytes, metadata } = creation;
    const sizes = await uploadSizes(principal);
    const name = givenName(metadata);
    const kind = declaredKind(metadata.filetype ?? metadata.type ?? undefined, name) ?? largestKind(sizes);
    requireSize(bytes, { kind }, sizes, name, Number.POSITIVE_INFINITY);
    return {
      claim: uploadClaim(bytes, bytes),
      model: '',
      priceVersion: 1,
      streamed: false,
      run: (context) => create(creation, context),
    };
  },
};
