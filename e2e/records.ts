import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Suspends an account, for which there is no call: an operator does it in the database. */
export async function suspendAccount(userId: string): Promise<void> {
  const { rowCount } = await onDatabase((client) =>
    client.query('UPDATE users SET suspended_at = now() WHERE id = $1', [userId]),
  );
  if (rowCount !== 1) throw new Error(`there is no account ${userId}`);
}

/** An event of a key's that the ledger could not take when it came, and nobody counted. */
export async function addDeadLetter(event: {
  workspaceId: string;
  keyId: string;
  userId: string;
  costMicros: number;
}): Promise<void> {
  const { costMicros, ...whose } = event;
  const now = String(Date.now());
  const facts = {
    ...whose,
    resource: 'chat',
    model: 'gpt-4o-mini',
    outcome: 'ok',
    status: 200,
    streamed: false,
    tokensIn: 10,
    tokensOut: 5,
    estimated: false,
    priceVersion: 1,
    durationMs: 12,
    firstByteMs: null,
  };
  const amounts = { rank: '2', requests: '1', tokens: '15', cost: String(costMicros), unbilled: '0' };
  const fields = { id: randomUUID(), admitted: now, settled: now, ...amounts, event: JSON.stringify(facts) };
  await onDatabase((client) =>
    client.query(
      `INSERT INTO dead_letters (id, shard, stream_id, payload, error)
       VALUES (gen_random_uuid(), 0, $1, $2, 'was not storable')`,
      [`${now}-${whose.keyId}`, JSON.stringify(Object.entries(fields).flat())],
    ),
  );
}

async function onDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
