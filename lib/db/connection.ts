import { Client } from 'pg';
import { env } from '../env';

/**
 * A connection of one's own, for what a pool cannot give: locks that last as long as the session.
 * It connects past PgBouncer in session mode or not at all. The caller ends it; a lost one fails its next query.
 */
export async function openConnection(name: string): Promise<Client> {
  const client = new Client({
    connectionString: env().DATABASE_URL,
    application_name: name,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 15_000,
    // Batches are short statements with a high estimated cost: compiling them takes longer than running them.
    options: '-c jit=off',
  });
  // Without a listener a lost connection would end the process; queries fail on their own.
  client.on('error', () => {});
  await client.connect();
  return client;
}
