import fs from 'node:fs';
import { db } from '../../db/client';
import { migrate } from '../../demo/migrate';
import type { DemoUpstream } from '../../demo/upstream/server';
import { newId } from '../../ids';
import { GROW } from '../../limits/lua/grow';
import { EXPIRED } from '../../limits/lua/reap';
import { RENEW } from '../../limits/lua/renew';
import { carriedBy, scriptOf } from '../carried';
import { gatewayForTests, makeKey } from '../gateway';
import { makeUser, makeWorkspace, type TestUser } from '../tenants';
import { httpDialect } from './http-dialect';
import { bundleApp, Instance } from './instance';
import { type Killable, type KillableRedis, killablePostgres, killableRedis, newFolder } from './killable';
import { Line } from './line';
import { postgresDialect } from './postgres-dialect';
import { redisDialect } from './redis-dialect';

const SCRIPTS = new Map([
  [RENEW.sha, 'renew'],
  [EXPIRED.sha, 'expired'],
  [GROW.sha, 'grow'],
]);

/** What the store's line calls a script: decisions and settles by each of those that it carries. */
const nameOf = (command: string[]) =>
  SCRIPTS.get(scriptOf(command)) ??
  carriedBy(command)
    .map(({ what }) => what)
    .join(' ');

/** An instance and the lines it has of its own, so that a step on one of them is a step of this instance. */
export interface Member {
  instance: Instance;
  store: Line;
  database: Line;
  upstream: Line;
  /** Its names of the models: an answer at once, a stream of a second, one of 15 s that is renewed and grows. */
  models: { plain: string; paced: string; long: string };
}

/** Stores, upstream and instances of a test's own, as an installation has them. */
export interface Rig {
  redis: KillableRedis;
  /** null: the database of the test file, on a server that others use */
  postgres: Killable | null;
  upstream: DemoUpstream;
  members: Member[];
  owner: TestUser;
  /** The test's own line to the store. */
  line: Line;
  close(): Promise<void>;
}

export interface RigOptions {
  instances: number;
  /** PostgreSQL of its own, where that is to be killed. */
  ownPostgres?: boolean;
  /** How far the instances' clocks are ahead, in their order. */
  clocksMs?: number[];
  env?: Record<string, string>;
}

const portOf = (url: string): number => Number(new URL(url).port);

/** Call it before anything reads lib/env.ts: it sets this process's DATABASE_URL and REDIS_URL. */
export async function openRig({ instances, ownPostgres, clocksMs = [], env = {} }: RigOptions): Promise<Rig> {
  const folder = newFolder();
  const [redis, postgres, app] = await Promise.all([
    killableRedis(folder),
    ownPostgres ? killablePostgres(folder) : null,
    bundleApp(),
  ]);
  const databaseUrl = postgres ? postgres.url() : (process.env.DATABASE_URL ?? '');
  const storeLine = () =>
    new Line(
      () => portOf(redis.url()),
      () => redisDialect(nameOf),
    ).open();
  const databaseLine = () =>
    new Line(() => portOf(postgres ? postgres.url() : databaseUrl), postgresDialect).open();
  const [line, records] = await Promise.all([storeLine(), databaseLine()]);
  process.env.REDIS_URL = line.through(redis.url());
  process.env.DATABASE_URL = records.through(databaseUrl);
  if (postgres) await migrate(databaseUrl);
  const upstream = await gatewayForTests();
  const members: Member[] = [];
  for (let i = 0; i < instances; i++) {
    const [store, database] = await Promise.all([storeLine(), databaseLine()]);
    const upstreamLine = await new Line(() => portOf(upstream.url), httpDialect).open();
    const instance = new Instance({
      file: app.file,
      env: {
        REDIS_URL: store.through(redis.url()),
        DATABASE_URL: database.through(databaseUrl),
        LOG_LEVEL: process.env.FAULTS_LOG ?? 'silent',
        ...env,
      },
      clockMs: clocksMs[i] ?? 0,
    });
    const models = await modelsBy(i, `http://127.0.0.1:${upstreamLine.port}/v1`);
    members.push({ instance, store, database, upstream: upstreamLine, models });
  }
  await Promise.all(members.map(({ instance }) => instance.start()));
  return {
    redis,
    postgres,
    upstream,
    members,
    owner: await makeUser(),
    line,
    async close() {
      await Promise.all(members.map(({ instance }) => instance.stop()));
      const lines = members.flatMap((member) => [member.store, member.database, member.upstream]);
      await db().$disconnect();
      await Promise.all([line, records, ...lines].map((each) => each.close()));
      await upstream.close();
      await Promise.all([redis.remove(), postgres?.remove()]);
      app.remove();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The models as one instance calls them: by its own line. */
async function modelsBy(index: number, baseUrl: string): Promise<Member['models']> {
  const { id } = await db().upstream.create({ data: { id: newId(), name: `line ${index}`, baseUrl } });
  const names = { plain: `plain-${index}`, paced: `paced-${index}`, long: `long-${index}` };
  const of = { plain: 'gpt-4o-mini', paced: 'demo-paced', long: 'demo-tokens-600-paced' };
  const row = await db().model.findUniqueOrThrow({
    where: { catalogId_name: { catalogId: 'headroom', name: of.plain } },
  });
  for (const kind of ['plain', 'paced', 'long'] as const) {
    const own = { id: newId(), name: names[kind], upstreamId: id, upstreamModel: of[kind] };
    await db().model.create({ data: { ...row, ...own } });
  }
  return names;
}

/** A workspace and keys in it, with a budget that none of these tests spends; `key` makes another kind. */
export async function makeKeys(rig: Rig, count: number, plan = 'business') {
  const workspace = await makeWorkspace(rig.owner, 'headroom', plan);
  const key = (row: Parameters<typeof makeKey>[2]) => makeKey(workspace, rig.owner.id, row);
  const keys = [];
  for (let i = 0; i < count; i++) keys.push(await key({ budgetMicros: 1_000_000_000 }));
  return { workspace, keys, key };
}
