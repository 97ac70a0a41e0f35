import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { MANAGEMENT } from '@/lib/testing/architecture/product-routes';
import { type ActorName, makeWorld, type World } from '@/lib/testing/authorization/actors';
import { ADMIN_ROWS } from '@/lib/testing/authorization/admin-rows';
import { KEY_AND_ACCOUNT_ROWS } from '@/lib/testing/authorization/key-rows';
import { OPEN_ROWS } from '@/lib/testing/authorization/open-rows';
import { cellsOf, expected, methodOf, type Row } from '@/lib/testing/authorization/row';
import { WORKSPACE_ROWS } from '@/lib/testing/authorization/workspace-rows';
import { call, type Handler, type Sent } from '@/lib/testing/manage-call';
import { auditCount } from '@/lib/testing/records';

const ROWS: readonly Row[] = [...WORKSPACE_ROWS, ...KEY_AND_ACCOUNT_ROWS, ...OPEN_ROWS, ...ADMIN_ROWS];
const SERVED = ['GET', 'POST', 'PATCH', 'DELETE'];

/** next-auth's own are its own; the catch-all answers 404. */
const OTHERS = ['app/api/auth/[...nextauth]/route.ts', 'app/api/manage/[...rest]/route.ts'];

/** Every route file that is not for key holders (those ask for a key, not for a role), as its path in the table. */
const paths = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .map((file) => `app/${file}`)
  .filter((file) => file.endsWith('/route.ts') && MANAGEMENT.test(file) && !OTHERS.includes(file))
  .map((file) => file.slice('app'.length, -'/route.ts'.length).replace(/^\/api\/manage\//, ''));

type Handlers = Record<string, Handler>;
const load = (path: string): Promise<Handlers> => {
  const file = path.startsWith('/') ? `${path.slice(1)}/route.ts` : `api/manage/${path}/route.ts`;
  return import(`../../${file}`);
};

async function methodsOf(path: string): Promise<string[]> {
  const options = (await load(path)).OPTIONS;
  const allow = options && (await call(options, null, { method: 'OPTIONS' })).headers.get('allow');
  return SERVED.filter((method) => allow?.split(', ').includes(method));
}

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

async function statusOf(row: Row, actor: ActorName, sent: Sent): Promise<number> {
  const method = methodOf(row);
  const handler = (await load(row.route.slice(method.length + 1)))[method];
  if (!handler) throw new Error(`${row.route} has no handler`);
  // Each row from an address of its own: unknown tokens are counted by it.
  const headers = { ...world.headersOf(actor), 'x-forwarded-for': `192.0.2.${ROWS.indexOf(row)}` };
  return (await call(handler, null, { ...sent, method, headers })).status;
}

/** What a cell answers otherwise than the table says; null: nothing. */
async function wrong(row: Row, actor: ActorName, sent: Sent): Promise<string | null> {
  const [status, wanted] = [await statusOf(row, actor, sent), expected(row, actor)];
  return status === wanted ? null : `${actor}: ${status} instead of ${wanted}`;
}

describe('who may do what on the management API', () => {
  it('every method of every route file has a row, and no row is about anything else', async () => {
    const served = await Promise.all(
      paths.map(async (path) => (await methodsOf(path)).map((method) => `${method} ${path}`)),
    );
    expect([...new Set(ROWS.map(({ route }) => route))].sort()).toEqual(served.flat().sort());
  });

  it('whatever is not served is a 405, and HEAD asks for credentials as GET does', async () => {
    const cells = paths.flatMap((path) => ['HEAD', 'PUT', ...SERVED].map((method) => ({ path, method })));
    const wrong = await Promise.all(
      cells.map(async ({ path, method }) => {
        const [handlers, methods] = [await load(path), await methodsOf(path)];
        const asked = method === 'HEAD' ? 'GET' : method;
        if (method !== 'HEAD' && methods.includes(method)) return [];
        const handler = handlers[method];
        if (!handler) return [`${method} ${path} is left to Next`];
        const { status } = await call(handler, null, { method });
        const isOpen = ROWS.some(({ route, may }) => route === `GET ${path}` && may === 'anyone');
        const wanted = methods.includes(asked) ? 401 : 405;
        return status === wanted || (isOpen && method === 'HEAD') ? [] : [`${method} ${path}: ${status}`];
      }),
    );
    expect(wrong.flat()).toEqual([]);
  });

  it.each(ROWS.map((row) => [`${row.route}${row.asks ? ` (${row.asks})` : ''}`, row] as const))(
    '%s: who may not is refused and changes nothing, who may is served',
    async (_, row) => {
      const refused = cellsOf(row, false);
      const sent = (await row.send?.(world, refused[0] ?? 'anonymous')) ?? {};
      const before = await auditCount();
      const cells = await Promise.all(refused.map((actor) => wrong(row, actor, sent)));
      expect(await auditCount(), 'nothing is changed by who may not').toBe(before);
      const served = cellsOf(row, true);
      // Whoever reads leaves all as it was for the next; whoever writes needs something to write to.
      if (methodOf(row) === 'GET') {
        cells.push(...(await Promise.all(served.map((actor) => wrong(row, actor, sent)))));
      } else {
        for (const actor of served)
          cells.push(await wrong(row, actor, (await row.send?.(world, actor)) ?? {}));
      }
      expect(cells.filter((cell) => cell !== null)).toEqual([]);
    },
  );
});
