import type { Client } from 'pg';
import { openConnection } from './connection';

/** Work that one instance does for all: whoever holds the lock. It goes to another when its connection ends. */
export interface Sole {
  /** Whether it is this process now, which it stays until it stops or its connection is lost. Rejects where the database does not answer. */
  isMine(): Promise<boolean>;
  stop(): Promise<void>;
}

/** @param lock the advisory lock's number, one for each kind of work */
export function soleOf(lock: number, name: string): Sole {
  let held: Client | null = null;
  const drop = async () => {
    const client = held;
    held = null;
    await client?.end().catch(() => {});
  };
  return {
    async isMine() {
      if (held) {
        try {
          // A connection that died took the lock with it.
          await held.query('SELECT 1');
          return true;
        } catch {
          await drop();
        }
      }
      const client = await openConnection(name);
      try {
        const { rows } = await client.query<{ locked: boolean }>(
          'SELECT pg_try_advisory_lock($1) AS locked',
          [lock],
        );
        if (rows[0]?.locked) held = client;
      } finally {
        if (held !== client) await client.end().catch(() => {});
      }
      return held === client;
    },
    stop: drop,
  };
}
