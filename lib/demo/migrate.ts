import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CLI = fileURLToPath(new URL('../../prisma/cli.mjs', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Applies the pending migrations. @throws Error with what the Prisma CLI said. */
export async function migrate(databaseUrl: string): Promise<void> {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  try {
    await promisify(execFile)(process.execPath, [CLI, 'migrate', 'deploy'], { cwd: ROOT, env });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`The database could not be migrated:\n${stdout ?? ''}${stderr ?? String(error)}`);
  }
}
