import { readdirSync } from 'node:fs';
import { type Browser, type BrowserContext, expect, test } from '@playwright/test';
import { createKey } from './calls';
import { demo } from './demo';
import { manageAs as manage, newcomer, signIn, signUp } from './people';
import { suspendAccount } from './records';

/*
 * Who opens which page: every page of the app by everybody. What the API does for whom stands in
 * app/api/manage/authorization.integration.test.ts; pages are redirects, or are not there.
 */

const PEOPLE = [
  'anonymous',
  'revoked session',
  'suspended account',
  'viewer',
  'developer',
  'admin',
  'owner',
  'owner of another workspace',
  'former member',
  'platform admin',
  'platform admin, acting',
] as const;
type Who = (typeof PEOPLE)[number];

/** `out`: no session that stands; `in`: of the workspace, or above it; `elsewhere`: of none or another. */
const STANDING: Record<Who, 'out' | 'in' | 'elsewhere'> = {
  anonymous: 'out',
  'revoked session': 'out',
  'suspended account': 'out',
  viewer: 'in',
  developer: 'in',
  admin: 'in',
  owner: 'in',
  'owner of another workspace': 'elsewhere',
  'former member': 'elsewhere',
  'platform admin': 'in',
  'platform admin, acting': 'in',
};

/** What a page answers: 200, 404, or where it leads. */
const toSignIn = (path: string) => `307 /sign-in?callbackUrl=${encodeURIComponent(path)}`;
type Rule = (who: Who, path: string) => string;
const everyone: Rule = () => '200';
const strangers: Rule = (who) => (STANDING[who] === 'out' ? '200' : '307 /');
const signedIn: Rule = (who, path) => (STANDING[who] === 'out' ? toSignIn(path) : '200');
const ofWorkspace: Rule = (who, path) => (STANDING[who] === 'elsewhere' ? '404' : signedIn(who, path));
const platform: Rule = (who, path) =>
  STANDING[who] === 'out' ? toSignIn(path) : who === 'platform admin' ? '200' : '404';

/** Every page, by its path below app/. A page without a line fails the test. */
const PAGES: Record<string, Rule> = {
  '/docs': everyone,
  '/docs/api': everyone,
  '/docs/api/[group]': everyone,
  '/docs/rate-limits': everyone,
  '/docs/rate-limits/[catalog]': everyone,
  '/join': everyone,
  '/reset': everyone,
  '/sign-in': strangers,
  '/sign-up': strangers,
  '/': signedIn,
  '/alerts': signedIn,
  '/files': signedIn,
  '/keys': signedIn,
  '/keys/[id]': ofWorkspace,
  '/plans': signedIn,
  '/playground': signedIn,
  '/requests': signedIn,
  '/settings': signedIn,
  '/usage': signedIn,
  '/admin': platform,
  '/admin/audit': platform,
  '/admin/models': platform,
  '/admin/plans': platform,
  '/admin/system': platform,
  '/admin/upgrade-requests': platform,
  '/admin/workspaces': platform,
  '/admin/workspaces/[id]': platform,
};

const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)page\.tsx$/.test(file))
  .map((file) => `/${file.replace(/\/?page\.tsx$/, '').replaceAll(/\([^)]*\)\/?/g, '')}`);

test('every page has a line, and no line is about anything else', () => {
  expect([...pages].sort()).toEqual(Object.keys(PAGES).sort());
});

test('every page answers everybody as its line says', async ({ browser }) => {
  const { contexts, workspaceId, keyId } = await everybody(browser);
  const params: Record<string, string> = {
    '/keys/[id]': `/keys/${keyId}`,
    '/admin/workspaces/[id]': `/admin/workspaces/${workspaceId}`,
    '/docs/api/[group]': '/docs/api/keys',
    '/docs/rate-limits/[catalog]': '/docs/rate-limits/headroom',
  };
  const wrong: string[] = [];
  // All at once for one page: they share its modules, and a small machine is kept busy.
  for (const [page, rule] of Object.entries(PAGES)) {
    const path = params[page] ?? page;
    const cells = PEOPLE.map(async (who) => {
      const response = await contexts[who].request.get(path, { maxRedirects: 0 });
      const { location } = response.headers();
      const to = location ? ` ${location.replace(demo().baseUrl, '')}` : '';
      const [answer, wanted] = [`${response.status()}${to}`, rule(who, path)];
      if (answer !== wanted) wrong.push(`${path} for ${who}: ${answer} instead of ${wanted}`);
    });
    await Promise.all(cells);
  }
  expect(wrong).toEqual([]);
});

/** A browser for each, around one workspace with a key. */
async function everybody(browser: Browser) {
  const owner = await browser.newContext();
  const { workspaceId } = await signUp(owner);
  const { id: keyId } = await createKey(owner, workspaceId, { name: 'Looked at' });

  const member = async (role: string): Promise<BrowserContext> => {
    const { token } = await manage<{ token: string }>(owner, 'POST', `/workspaces/${workspaceId}/invites`, {
      role,
    });
    const { email, password, name } = newcomer();
    const context = await browser.newContext();
    const data = { email, password, name, invite: token };
    expect((await context.request.post('/api/sign-up', { data })).status()).toBe(201);
    await signIn(context, { email, password });
    return context;
  };
  const idOf = async (context: BrowserContext) =>
    (await manage<{ user: { id: string } }>(context, 'GET', '/me')).user.id;
  const stranger = await browser.newContext();
  await signUp(stranger);
  const former = await member('developer');
  await manage(owner, 'DELETE', `/workspaces/${workspaceId}/members/${await idOf(former)}`);
  const suspended = await member('owner');
  await suspendAccount(await idOf(suspended));
  const revoked = await browser.newContext();
  const person = await signUp(revoked);
  const [session] = (await manage<{ data: { id: string }[] }>(revoked, 'GET', '/sessions')).data;
  await signIn(await browser.newContext(), person);
  await manage(revoked, 'DELETE', `/sessions/${session?.id}`);
  const platformAdmin = await browser.newContext();
  await signIn(platformAdmin, demo().admin);
  const acting = await browser.newContext();
  await signIn(acting, demo().admin);
  await manage(acting, 'POST', '/acting', { workspace_id: workspaceId });

  const contexts: Record<Who, BrowserContext> = {
    anonymous: await browser.newContext(),
    'revoked session': revoked,
    'suspended account': suspended,
    viewer: await member('viewer'),
    developer: await member('developer'),
    admin: await member('admin'),
    owner,
    'owner of another workspace': stranger,
    'former member': former,
    'platform admin': platformAdmin,
    'platform admin, acting': acting,
  };
  return { contexts, workspaceId, keyId };
}
