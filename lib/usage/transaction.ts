import type { ClientBase } from 'pg';

/** Runs work in one transaction of a connection: all of it is committed, or none. */
export async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // On a lost connection there is nothing to roll back; the first error is the one to tell.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
