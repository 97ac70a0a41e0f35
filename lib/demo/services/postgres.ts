import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { postgresFolder } from '../bootstrap.mjs';
import { UserError } from '../lifecycle.mjs';
import { isReachable, makeServiceFolder, serviceAccount } from './account';
import { freePort } from './ports';
import { type RunningService, startService, stopLeftover, untilReady } from './process';

const USER = 'headroom';

export interface Postgres extends RunningService {
  /** Of the database `headroom`; any other is the same URL with another path. */
  url: string;
}

/**
 * Starts the PostgreSQL that comes with npm, with its data under `folder`, on a free loopback port.
 * Binaries that its account cannot reach (a clone under /root) are copied beside the data first.
 */
export async function startPostgres(folder: string, password: string): Promise<Postgres> {
  const binaries = reachableBinaries(folder);
  const data = path.join(folder, 'postgres');
  makeServiceFolder(data);
  await stopEarlierPostgres(folder);
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) await initialise(binaries, folder, data, password);
  const port = await freePort();
  const service = {
    name: 'PostgreSQL',
    command: path.join(binaries, 'bin/postgres'),
    args: [
      ...['-D', data, '-p', String(port)],
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'max_connections=200', '-c', 'timezone=UTC', '-c', 'log_timezone=UTC'],
    ],
    cwd: data,
    logFile: path.join(folder, 'postgres.log'),
    account: serviceAccount,
    // fast shutdown: ends open sessions instead of waiting for them
    stopSignal: 'SIGINT',
    stopMs: 20_000,
  } as const;
  const running = startService({ ...service, args: [...service.args] });
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  await untilReady({ ...service, args: [...service.args] }, running, () => ensureDatabase(url('postgres')));
  return { ...running, url: url('headroom') };
}

async function ensureDatabase(adminUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: adminUrl, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    const found = await client.query(`select 1 from pg_database where datname = 'headroom'`);
    if (!found.rowCount) await client.query('create database headroom');
    return true;
  } finally {
    await client.end();
  }
}

function reachableBinaries(folder: string): string {
  const packaged = postgresFolder();
  if (isReachable(packaged)) return packaged;
  const version = JSON.parse(fs.readFileSync(path.join(packaged, '../package.json'), 'utf8')).version;
  const copy = path.join(folder, `postgres-${version}`);
  if (fs.existsSync(copy)) return copy;
  // Under another name until it is whole, so that an interrupted copy is not taken for one.
  const partial = `${copy}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.cpSync(packaged, partial, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(partial, 0o755);
  fs.renameSync(partial, copy);
  return copy;
}

async function initialise(binaries: string, folder: string, data: string, password: string): Promise<void> {
  const passwordFile = path.join(folder, 'postgres-password');
  // An initdb that was killed leaves a folder that it would refuse.
  for (const entry of fs.readdirSync(data)) fs.rmSync(path.join(data, entry), { recursive: true });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  const { uid, gid } = serviceAccount;
  if (uid !== undefined && gid !== undefined) fs.chownSync(passwordFile, uid, gid);
  const args = [
    ...['-D', data, '-U', USER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
    ...['-E', 'UTF8', '--locale=C', '--no-instructions', '--no-sync'],
  ];
  try {
    await promisify(execFile)(path.join(binaries, 'bin/initdb'), args, { ...serviceAccount, cwd: data });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new UserError(`PostgreSQL could not make its data folder ${data}: ${stderr?.trim() || error}`);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/** A killed run leaves its server running, or a lock file whose number another process may have by now. */
export async function stopEarlierPostgres(folder: string): Promise<void> {
  const data = path.join(folder, 'postgres');
  const lock = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(lock)) return;
  const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
  await stopLeftover('PostgreSQL', pid, data, 'SIGINT');
  fs.rmSync(lock, { force: true });
}
