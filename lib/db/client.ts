import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '../env';
import { processState } from '../process-state';
import { PrismaClient } from './generated/client';

/** The process's one Prisma client, shared by both module graphs that `npm start` loads. */
export const db = (): PrismaClient =>
  processState('db', () => {
    const adapter = new PrismaPg({
      connectionString: env().DATABASE_URL,
      max: 10,
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 15_000,
    });
    return new PrismaClient({ adapter });
  });

export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];
