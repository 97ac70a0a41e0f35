import fs from 'node:fs';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { makeOutsideFolder } from './account';
import { startPostgres } from './postgres';
import { commandLine } from './process';
import { startRedis } from './redis';
import { redisBinary } from './redis-binary';

const folder = makeOutsideFolder('headroom-test-0-');
const password = 'only-for-this-test';
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

it('ends the PostgreSQL that a killed run left, and keeps what it had committed', async () => {
  const left = await startPostgres(folder, password);
  await query(left.url, 'create table kept as select 7 as n');
  const next = await startPostgres(folder, password);
  expect(commandLine(left.pid)).toBeNull();
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await next.stop();
  expect(commandLine(next.pid)).toBeNull();
});

it('starts beside a stale lock whose number belongs to another process, and leaves that one alone', async () => {
  fs.writeFileSync(`${folder}/postgres/postmaster.pid`, `${process.pid}\n${folder}/postgres\n`);
  const postgres = await startPostgres(folder, password);
  expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await postgres.stop();
});

it('lets nobody into PostgreSQL or Redis without the password', async () => {
  const postgres = await startPostgres(folder, password);
  await expect(query(postgres.url.replace(password, 'wrong'), 'select 1')).rejects.toThrow(/password/);
  await postgres.stop();
  const redis = await startRedis(folder, password, await redisBinary());
  const stranger = new Redis({ port: Number(new URL(redis.url).port), enableReadyCheck: false, protocol: 2 });
  await expect(stranger.get('x')).rejects.toThrow(/NOAUTH/);
  stranger.disconnect();
  await redis.stop();
});

it('ends the redis-server that a killed run left, and keeps what it had acknowledged a second before', async () => {
  const binary = await redisBinary();
  const left = await startRedis(folder, password, binary);
  const writer = new Redis(left.url);
  await writer.set('kept', '7');
  writer.disconnect();
  const next = await startRedis(folder, password, binary);
  expect(commandLine(left.pid)).toBeNull();
  const reader = new Redis(next.url);
  expect(await reader.get('kept')).toBe('7');
  expect(await reader.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  reader.disconnect();
  await next.stop();
});
