import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleApp, Instance } from '../../testing/faults/instance';
import { type HeldUpstream, startHeldUpstream } from '../../testing/held-upstream';
import { figure } from '../../testing/proof';
import { seedAt, type Tenant, tenantOf } from '../../testing/shared-upstream';

const PLACES = 5;
/** Others have heard of an instance that has joined by then. */
const HEARD_MS = 7_000;

let upstream: HeldUpstream;
let app: Awaited<ReturnType<typeof bundleApp>>;
let tenant: Tenant;
const instances: Instance[] = [];

beforeAll(async () => {
  upstream = await startHeldUpstream(40);
  await seedAt(upstream.baseUrl, PLACES);
  [app, tenant] = await Promise.all([bundleApp(), tenantOf(4)]);
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop()));
  await upstream.close();
  app.remove();
});

async function join(): Promise<void> {
  const instance = new Instance({ file: app.file, env: {} });
  await instance.start();
  instances.push(instance);
}

/** So many calls at each instance at once. @returns the most that the upstream had at a time */
async function load(each: number): Promise<number> {
  upstream.most();
  const call = async ({ port }: Instance) => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'load' }] }),
    });
    await answer.text();
    return answer.status;
  };
  const statuses = await Promise.all(instances.flatMap((at) => Array.from({ length: each }, () => call(at))));
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  return upstream.most();
}

it('instances share the places of an upstream: all of them are used, and one more only while one joins', async () => {
  await join();
  expect(await load(20)).toBe(PLACES);
  await join();
  const joining = await load(20);
  expect(joining).toBeLessThanOrEqual(PLACES + 1);
  await sleep(HEARD_MS);
  const shared = await load(20);
  figure(
    `an upstream of ${PLACES} places: at most ${joining} calls at once while a second instance joins, ${shared} then`,
  );
  expect(shared).toBe(PLACES);
}, 60_000);
