import { randomBytes } from 'node:crypto';
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import type { Credentials, DemoWorkspace } from '../lib/demo/demo-info';
import { demo } from './demo';

/** Somebody with a workspace of their own, on the lowest plan of the default catalog. */
export interface Person extends Credentials {
  name: string;
  workspace: string;
  workspaceId: string;
}

/** Words for a form that nobody has used. */
export function newcomer(): Omit<Person, 'workspaceId'> {
  const tag = randomBytes(4).toString('hex');
  return {
    name: 'Ada Lovelace',
    email: `ada.${tag}@example.com`,
    password: `engine-${randomBytes(9).toString('hex')}`,
    workspace: `Engines ${tag}`,
  };
}

/** Signs a newcomer up and in by the API, without a page. */
export async function signUp(context: BrowserContext): Promise<Person> {
  const data = newcomer();
  const response = await context.request.post('/api/sign-up', { data });
  expect(response.status()).toBe(201);
  const { workspace_id } = (await response.json()) as { workspace_id: string };
  await signIn(context, data);
  return { ...data, workspaceId: workspace_id };
}

/** Gives a browser context the session of an account, as the sign-in page does. */
export async function signIn(context: BrowserContext, { email, password }: Credentials): Promise<void> {
  const { csrfToken } = (await (await context.request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const response = await context.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email, password, json: 'true' },
  });
  expect(response.status()).toBe(200);
  expect((await context.request.get('/api/manage/me')).status()).toBe(200);
}

/** A call to the management API by whoever is signed in there. */
export async function manageAs<T>(
  context: BrowserContext,
  method: string,
  path: string,
  data?: object,
): Promise<T> {
  const headers = { origin: demo().baseUrl };
  const response = await context.request.fetch(`/api/manage${path}`, { method, headers, data });
  if (!response.ok()) throw new Error(`${method} ${path}: ${await response.text()}`);
  return (response.status() === 204 ? undefined : await response.json()) as T;
}

/** A page in a browser of its own, beside the test's, that an account is signed in to. */
export async function pageOf(browser: Browser, account: Credentials): Promise<Page> {
  const context = await browser.newContext();
  await signIn(context, account);
  return context.newPage();
}

/** The demo's workspace of a catalog; the first where there are two. */
export function demoWorkspace(catalog: string): DemoWorkspace {
  const found = demo().workspaces.find((workspace) => workspace.catalog === catalog);
  if (!found) throw new Error(`The demo has no workspace of ${catalog}.`);
  return found;
}

/** Opens a workspace of a catalog for a newcomer, on its lowest plan, and goes there. @returns its id */
export async function newcomerIn(context: BrowserContext, catalog: string): Promise<string> {
  await signUp(context);
  const opened = await context.request.post('/api/manage/workspaces', {
    headers: { origin: demo().baseUrl },
    data: { name: `A ${catalog} workspace`, catalog },
  });
  expect(opened.status()).toBe(201);
  const { id } = (await opened.json()) as { id: string };
  await context.addCookies([{ name: 'headroom.workspace', value: id, url: demo().baseUrl }]);
  return id;
}
