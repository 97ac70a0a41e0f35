import { orderWithin } from '../admission/stored-level';
import type { Outcome, RunContext, WholeAnswer } from '../admission/work';
import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';

/** A file that is yet to come; its declared bytes were admitted, and are held. */
export interface Expected {
  id: string;
  /** Cleaned for display. */
  name: string;
  /** What the client declared: the level counts it until the file has come or the upload has ended. */
  bytes: number;
  via: 'presign' | 'resumable';
  expiresAt: Date;
  progress?: Prisma.InputJsonValue;
}

/** An admission that did what it claimed, and is charged so. */
const AS_HELD: Outcome = {
  outcome: 'ok',
  tokensIn: 0,
  tokensOut: 0,
  estimated: false,
  firstByteMs: null,
  actual: {},
};

/**
 * Makes the row of a file that is to come, with the order of the settle that puts its bytes into the level: one
 * transaction, so level and rows agree whatever happens next.
 * @returns the outcome to settle with
 */
export async function beginUpload(
  context: RunContext,
  file: Expected,
  answer: WholeAnswer,
): Promise<Outcome> {
  const { workspaceId, userId, keyId } = context.principal;
  const { bytes, ...row } = file;
  await db().$transaction(async (transaction) => {
    await transaction.storedFile.create({
      data: {
        ...row,
        bytes: BigInt(bytes),
        workspaceId,
        userId,
        keyId,
        state: 'pending',
        reservationId: context.requestId,
      },
    });
    await orderWithin(transaction, context.orderOf(answer, AS_HELD));
  });
  return AS_HELD;
}
