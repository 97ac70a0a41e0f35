import { Client } from 'pg';

/** Suspends an account, for which there is no call: an operator does it in the database. */
export async function suspendAccount(userId: string): Promise<void> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { rowCount } = await client.query('UPDATE users SET suspended_at = now() WHERE id = $1', [userId]);
    if (rowCount !== 1) throw new Error(`there is no account ${userId}`);
  } finally {
    await client.end();
  }
}
