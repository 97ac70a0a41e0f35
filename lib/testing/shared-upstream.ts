import { POST } from '../../app/api/v1/chat/completions/route';
import { db } from '../db/client';
import { newId } from '../ids';
import { makeKey } from './gateway';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from './tenants';

/* Requests of every class at one upstream that takes few at once, over the real route. */

/** Plans of the headroom catalog, by class. */
const PLANS = ['free', 'team', 'business', 'enterprise'] as const;

export interface Tenant {
  owner: TestUser;
  workspaceId: string;
  keyId: string;
  key: string;
}

/** Seeds the catalogs, all of whose models are at this upstream. */
export async function seedAt(baseUrl: string, maxInFlight: number): Promise<void> {
  await seedForTests();
  await db().upstream.updateMany({ data: { baseUrl, maxInFlight } });
}

/** A key of a new workspace in this class (1 to 4), whose limits are out of reach unless said. */
export async function tenantOf(priority: number, row: Parameters<typeof makeKey>[2] = {}): Promise<Tenant> {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, 'headroom', PLANS[priority - 1]);
  const rules: [scope: string, metric: string, window: string][] = [
    ['key', 'requests', 'rolling 60000'],
    ['key', 'tokens', 'rolling 60000'],
    ['workspace', 'requests', 'month UTC 1'],
    ['workspace', 'requests', 'concurrent'],
  ];
  await db().limitOverride.createMany({
    data: rules.map(([scope, metric, window]) => ({
      ...{ id: newId(), workspaceId: workspace.id, scope, metric, window, capacity: 1_000_000_000n },
    })),
  });
  const { id, key } = await makeKey(workspace, owner.id, row);
  return { owner, workspaceId: workspace.id, keyId: id, key };
}

/** A chat call whose last message is `text`. */
export const ask = (
  { key }: Pick<Tenant, 'key'>,
  text: string,
  { signal, stream = false }: { signal?: AbortSignal; stream?: boolean } = {},
): Promise<Response> =>
  POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ model: 'gpt-4o-mini', messages: [{ role: 'user', content: text }], max_tokens: 20, stream },
      }),
      ...(signal && { signal }),
    }),
  );
