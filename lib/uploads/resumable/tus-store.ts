import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/server';

/** How long an upload may take from its creation on; what has not come by then is swept. */
export const EXPIRES_AFTER_MS = 24 * 60 * 60 * 1_000;

/** What an upload is to the protocol. */
export interface TusUpload {
  id: string;
  bytes: number;
  /** How much of it has arrived. */
  offset: number;
  /** As the client gave it at creation; '' where it gave none. */
  metadata: Upload['metadata'];
  createdAt: Date;
}

/** What the protocol does to one upload, in our own words; what a method does not need is left out. */
export interface TusActions {
  create?(): Promise<void>;
  /** @throws AppError `not_found` */
  find(): Promise<TusUpload>;
  /** Adds what comes. @returns the offset from then on */
  write?(body: AsyncIterable<Uint8Array>, offset: number): Promise<number>;
  remove?(): Promise<void>;
}

/** A method asks for what its request cannot mean: a mistake of ours. */
const unexpected = (): never => {
  throw new Error('tus asked for what this request does not do');
};

/** What tus speaks to: one request's actions on one upload. */
export class TusStore extends DataStore {
  override extensions = ['creation', 'expiration', 'termination'];

  constructor(private readonly actions: TusActions) {
    super();
  }

  override async create(upload: Upload): Promise<Upload> {
    await (this.actions.create ?? unexpected)();
    return upload;
  }

  override async getUpload(): Promise<Upload> {
    const { id, bytes, offset, metadata, createdAt } = await this.actions.find();
    return new Upload({ id, size: bytes, offset, metadata, creation_date: createdAt.toISOString() });
  }

  override write(body: Readable, _id: string, offset: number): Promise<number> {
    return (this.actions.write ?? unexpected)(body, offset);
  }

  override remove(): Promise<void> {
    return (this.actions.remove ?? unexpected)();
  }

  override getExpiration(): number {
    return EXPIRES_AFTER_MS;
  }
}
