import type { Run, RunContext, Work } from '../../admission/work';
import { env } from '../../env';
import { newId } from '../../ids';
import { parse } from '../../parse';
import { RESOURCE, uploadClaim } from '../claims';
import { commitUpload, type NewFile } from '../commit-upload';
import { failed } from '../failed';
import { shownName } from '../names';
import { requireSize } from '../receive';
import { uploadSizes } from '../sizes';
import type { PresignedPut } from '../storage/port';
import { fileStorage } from '../storage/storage';
import { declaredKind, largestKind } from './declared-kind';
import { readSmallJson } from './read-small-json';
import { type PresignedUpload, type PresignInput, presignInput } from './schema';
import { tokenFor } from './token';

/** How long an address may be used to begin sending. */
const ADDRESS_S = 15 * 60;
/** The file's room is kept for longer: what began in time may take its time, down to a megabyte a second. */
const ROOM_S = 60 * 60;
const SLOWEST_BYTES_A_SECOND = 2 ** 20;

type Asked = PresignInput & { origin: string };

/**
 * `POST /upload/presign`, behind admission: one request, and the declared bytes, held until the file is completed,
 * deleted or expired. The bytes go to the bucket without us between, or to us where a folder keeps the files.
 * @param ownOrigin where we are reached, for an address of our own where BASE_URL does not say
 */
export const presignWork = (ownOrigin: string): Work<Asked> => ({
  resource: RESOURCE,
  async read(request) {
    const input = parse(presignInput, await readSmallJson(request));
    return { ...input, origin: env().BASE_URL ?? ownOrigin };
  },
  async prepare(asked, principal) {
    const { bytes, filename } = asked;
    const sizes = await uploadSizes(principal);
    const kind = declaredKind(asked.content_type, filename) ?? largestKind(sizes);
    requireSize(bytes, { kind }, sizes, filename, Number.POSITIVE_INFINITY);
    return {
      claim: uploadClaim(bytes, bytes),
      model: '',
      priceVersion: 1,
      streamed: false,
      run: (context) => begin(asked, context),
    };
  },
});

async function begin({ bytes, filename, origin }: Asked, context: RunContext): Promise<Run> {
  const id = newId();
  const createdAt = new Date();
  const addressEnds = new Date(createdAt.getTime() + ADDRESS_S * 1000);
  const roomMs = (ROOM_S + Math.ceil(bytes / SLOWEST_BYTES_A_SECOND)) * 1000;
  const file: NewFile = {
    ...{ id, name: shownName(filename), kind: '', contentType: '', sha256: null, createdAt },
    ...{ bytes: BigInt(bytes), state: 'pending', via: 'presign' },
    expiresAt: new Date(addressEnds.getTime() + roomMs),
    progress: { address_ends: addressEnds.toISOString() },
  };
  try {
    const storage = await fileStorage();
    const puts = storage.presign ? await storage.presign(id, bytes, ADDRESS_S) : [toUs(id, bytes, origin)];
    const body = JSON.stringify(viewOf(id, puts, addressEnds));
    return await commitUpload(context, [file], { status: 201, contentType: 'application/json', body });
  } catch (error) {
    return failed(context, error);
  }
}

const toUs = (id: string, bytes: number, origin: string): PresignedPut => ({
  url: new URL(`/upload/${tokenFor(id)}`, origin).href,
  ...{ method: 'PUT', headers: {}, start: 0, bytes },
});

function viewOf(id: string, puts: readonly PresignedPut[], addressEnds: Date): PresignedUpload {
  const [first] = puts;
  return {
    data: {
      id,
      upload_url: puts.length === 1 && first ? first.url : null,
      method: 'PUT',
      headers: first?.headers ?? {},
      expires_at: addressEnds.toISOString(),
      parts: puts.map(({ url, start, bytes }) => ({ upload_url: url, start, bytes })),
    },
  };
}
