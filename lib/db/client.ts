import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '../env';
import { processState } from '../process-state';
import { PrismaClient } from './generated/client';

/**
 * Prisma's own 2 s for a connection and 5 s for a transaction fail what would be done in a moment: changes of a
 * workspace take turns at its row, a workspace may have thousands of keys, and a process may be short of processor.
 */
const PATIENCE = { maxWait: 10_000, timeout: 15_000 };

/** The process's one Prisma client, shared by both module graphs that `npm start` loads. */
export const db = (): PrismaClient =>
  processState('db', () => {
    const adapter = new PrismaPg({
      connectionString: env().DATABASE_URL,
      max: 10,
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 15_000,
    });
    return new PrismaClient({ adapter, transactionOptions: PATIENCE });
  });

export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];
