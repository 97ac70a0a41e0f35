#!/usr/bin/env node
// A drop-in for Prisma's native schema-engine binary: the same JSON-RPC over stdio,
// carried out by @prisma/schema-engine-wasm over `pg`. Nothing is downloaded.
// Used through PRISMA_SCHEMA_ENGINE_BINARY (prisma/cli.mjs sets it).
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const require = createRequire(import.meta.url);
const wasmDir = new URL('.', `file://${require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')}`);
const args = process.argv.slice(2);
if (args.includes('--version')) {
  const file = new URL('package.json', wasmDir);
  const { version } = JSON.parse(await readFile(file, 'utf8'));
  process.stdout.write(`schema-engine-cli ${version.split('.').pop()}\n`);
  process.exit(0);
}
const opt = (name) => args.flatMap((a, i) => (args[i - 1] === name ? [a] : []));
const datasource = JSON.parse(opt('--datasource')[0] ?? '{}');
const log = (level, message, error_code) =>
  process.stderr.write(
    `${JSON.stringify({ level, target: 'schema_engine::logger', fields: { message, error_code } })}\n`,
  );

const PG_CHAR = 18; // "char": adapter-pg does not map it, the catalogue queries return it
const TEXT = 25;
/** One session (advisory locks, SET search_path) behind the pool interface adapter-pg wants. */
class OneConnection extends pg.Pool {
  constructor(config) {
    super({ ...config, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: false });
  }
}
class MigrationAdapter {
  constructor(inner, pool, dispose) {
    Object.assign(this, { inner, pool, provider: 'postgres', adapterName: '@prisma/adapter-pg' });
    this.dispose = dispose;
  }
  async queryRaw(q) {
    return fixChar(this.inner, q);
  }
  executeRaw(q) {
    return this.inner.executeRaw(q);
  }
  // one simple-protocol message: functions, DO blocks and ';' in strings survive
  async executeScript(script) {
    try {
      await this.pool.query(script);
    } catch (e) {
      this.inner.onError(e);
    }
  }
  startTransaction(level) {
    return this.inner.startTransaction(level);
  }
  getConnectionInfo() {
    return this.inner.getConnectionInfo();
  }
}
async function fixChar(inner, q) {
  const performIO = Object.getPrototypeOf(Object.getPrototypeOf(inner)).performIO;
  const chars = new Set();
  inner.performIO = async function (query) {
    const r = await performIO.call(this, query);
    r.fields.forEach((f, i) => {
      if (f.dataTypeID === PG_CHAR) {
        chars.add(i);
        f.dataTypeID = TEXT;
      }
    });
    return r;
  };
  try {
    const res = await inner.queryRaw(q);
    for (const i of chars) res.columnTypes[i] = ColumnTypeEnum.Character;
    return res;
  } finally {
    delete inner.performIO;
  }
}
function target(url, over = {}) {
  const u = new URL(url);
  const schema = u.searchParams.get('schema') ?? undefined;
  u.searchParams.delete('schema');
  if (over.database) u.pathname = `/${over.database}`;
  return { url: u.toString(), schema, database: decodeURIComponent(u.pathname.slice(1)) };
}
const opened = new Set();
async function open(t) {
  const pool = new OneConnection({ connectionString: t.url });
  const inner = await new PrismaPg(pool, { schema: t.schema }).connect();
  const adapter = new MigrationAdapter(inner, pool, async () => {
    if (!opened.delete(adapter)) return;
    await inner.dispose();
    await pool.end();
  });
  opened.add(adapter);
  return adapter;
}
const admin = async (url, sql) => {
  const c = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await c.connect();
  try {
    return await c.query(sql);
  } finally {
    await c.end();
  }
};
const factoryFor = (url) => ({
  provider: 'postgres',
  adapterName: '@prisma/adapter-pg',
  connect: () => open(target(url)),
  async connectToShadowDb() {
    if (datasource.shadowDatabaseUrl) return open(target(datasource.shadowDatabaseUrl));
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    const main = target(url);
    await admin(main.url, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    const a = await open(target(url, { database: name }));
    const close = a.dispose;
    a.dispose = async () => {
      await close();
      await admin(main.url, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    };
    return a;
  },
});
let wasm;
async function loadWasm() {
  const bytes = await readFile(new URL('schema_engine_bg.wasm', wasmDir));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}
async function newEngine() {
  wasm ??= loadWasm();
  await wasm;
  const datamodels = await Promise.all(opt('--datamodels').map(async (f) => [f, await readFile(f, 'utf8')]));
  return glue.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    (line) => process.env.SCHEMA_ENGINE_DEBUG && process.stderr.write(`${line}\n`),
    bindMigrationAwareSqlAdapterFactory(factoryFor(datasource.url)),
  );
}

if (args.includes('cli')) {
  const cmd = args[args.indexOf('cli') + 1];
  log('INFO', 'Starting schema engine CLI');
  const t = target(datasource.url);
  const server = target(datasource.url, { database: 'postgres' });
  try {
    if (cmd === 'can-connect-to-database') await admin(t.url, 'SELECT 1');
    else if (cmd === 'create-database')
      await admin(server.url, `CREATE DATABASE ${pg.escapeIdentifier(t.database)}`).catch((e) => {
        if (e.code !== '42P04' && e.code !== '23505') throw e;
      });
    else if (cmd === 'drop-database')
      await admin(server.url, `DROP DATABASE ${pg.escapeIdentifier(t.database)} WITH (FORCE)`);
    process.exit(0);
  } catch (e) {
    const codes = { '3D000': 'P1003', '28P01': 'P1000', 28000: 'P1000', '42P04': 'P1009' };
    log('ERROR', e.message || String(e.code), codes[e.code] ?? 'P1001');
    process.exit(1);
  }
}

const out = (o) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...o })}\n`);
let chain = Promise.resolve();
async function handle({ id, method, params }) {
  if (!method) return; // the CLI's answer to our own `print`
  let engine;
  try {
    // a fresh engine per request: one that has applied migrations refuses a second shadow database
    engine = await newEngine();
    // the wasm engine makes a shadow database only for the diagnosing requests; these two reuse its result
    if (method === 'evaluateDataLoss' || method === 'createMigration') {
      const { migrationsList, filters } = params;
      await engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true });
    }
    let result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params);
    if (method === 'diff') {
      if (result.stdout != null) out({ id: 1_000_000, method: 'print', params: { content: result.stdout } });
      result = { exitCode: result.exitCode };
    }
    out({ id, result: result ?? {} });
  } catch (e) {
    const data = {
      is_panic: false,
      message: e?.message ?? String(e),
      meta: e?.meta ?? null,
      error_code: e?.code ?? null,
    };
    out({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  } finally {
    engine?.free();
    for (const a of [...opened]) await a.dispose().catch(() => {}); // ends the session: its advisory lock goes too
  }
}
const rl = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
rl.on('line', (line) => {
  if (line.trim()) chain = chain.then(() => handle(JSON.parse(line)));
});
rl.on('close', () => chain.then(() => process.exit(0)));
