import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, escapeIdentifier } from 'pg';
import { migrate } from '../demo/migrate';

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
/** One lock for all test runs that share a server. */
const TEMPLATE_LOCK = 7_432_001;

/** The server's URL with another database. */
function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function onServer<T>(serverUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: withDatabase(serverUrl, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function templateName(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(MIGRATIONS, { recursive: true });
  for (const entry of entries.filter((e) => e.endsWith('.sql')).sort()) {
    hash.update(entry).update(await readFile(`${MIGRATIONS}/${entry}`));
  }
  return `headroom_template_${hash.digest('hex').slice(0, 12)}`;
}

/** Makes the migrated database that every test file copies, once for each state of the migrations. */
export async function ensureTemplate(serverUrl: string): Promise<string> {
  const name = await templateName();
  await onServer(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [
      name,
    ]);
    if (found.rowCount) return;
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    await client.query(`create database ${escapeIdentifier(name)}`);
    await migrate(withDatabase(serverUrl, name));
    await client.query(`alter database ${escapeIdentifier(name)} is_template true`);
  });
  return name;
}

/** A database of its own, copied from the template. */
export async function freshDatabase(
  serverUrl: string,
  template: string,
): Promise<{ url: string; name: string; drop: () => Promise<void> }> {
  const name = `headroom_test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, (client) =>
    client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`),
  );
  return {
    url: withDatabase(serverUrl, name),
    name,
    drop: () =>
      onServer(serverUrl, async (client) => {
        await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
      }),
  };
}
