import { randomBytes } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import type { UpstreamView } from '../lib/models/schema';
import { ask, createKey, manage, sdk } from './calls';
import { demo } from './demo';
import { pageOf, signUp } from './people';

/** The address of the demo's own upstream. */
async function demoAddress(): Promise<string> {
  const { body } = await manage<{ data: UpstreamView[] }>('GET', '/upstreams');
  return body.data.find(({ name }) => name === 'default')?.base_url ?? '';
}

/** The page, once its lists are read: then its buttons work too. */
async function openModels(admin: Page): Promise<void> {
  await admin.goto('/admin/models');
  await expect(admin.getByRole('table', { name: 'Models' })).toBeVisible();
}

/** Picks an option of a closed select. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('an admin adds an upstream and a model, and changes them: in force on the very next request', async ({
  browser,
  context,
}) => {
  const { workspaceId } = await signUp(context);
  const client = sdk((await createKey(context, workspaceId)).key);
  const tag = randomBytes(3).toString('hex');
  const [upstream, model] = [`Lab ${tag}`, `lab-${tag}`];
  await expect(ask(client, model)).rejects.toMatchObject({ status: 404, code: 'model_not_found' });

  const admin = await pageOf(browser, demo().admin);
  await openModels(admin);
  await admin.getByRole('button', { name: 'Add upstream' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill(upstream);
  await dialog.getByLabel('Base URL').fill(await demoAddress());
  await dialog.getByLabel('Provider’s key').fill('sk-of-the-lab');
  await dialog.getByRole('button', { name: 'Add upstream' }).click();
  await expect(admin.getByText(`${upstream} is saved`)).toBeVisible();
  const row = admin
    .getByRole('table', { name: 'Upstreams' })
    .getByRole('row', { name: new RegExp(upstream) });
  await expect(row).toContainText(/Answers.*sealed/);

  await admin.getByRole('button', { name: 'Add model' }).click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(model);
  await choose(admin, 'Upstream', upstream);
  await dialog.getByLabel('Price in').fill('0.25');
  await dialog.getByLabel('Price out').fill('a lot');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  await expect(dialog.getByText('Enter an amount such as 0.15')).toBeVisible();
  await dialog.getByLabel('Price out').fill('1');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  await expect(admin.getByText(`${model} is added`)).toBeVisible();
  expect((await ask(client, model)).usage.completion_tokens).toBeGreaterThan(0);

  await admin.getByRole('searchbox', { name: 'Search models' }).fill(model);
  const models = admin.getByRole('table', { name: 'Models' });
  await expect(models.getByRole('row')).toHaveCount(2);
  await expect(models.getByRole('row', { name: new RegExp(model) })).toContainText('$0.25 / $1.00');
  await models.getByRole('button', { name: `Actions for ${model}` }).click();
  await admin.getByRole('menuitem', { name: 'Disable model' }).click();
  await expect(admin.getByText(`${model} is disabled`)).toBeVisible();
  await expect(ask(client, model)).rejects.toMatchObject({ status: 404, code: 'model_not_found' });

  await row.getByRole('button', { name: `Actions for ${upstream}` }).click();
  await admin.getByRole('menuitem', { name: 'Delete upstream' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Delete upstream' }).click();
  await expect(admin.getByRole('alertdialog').getByText('1 model is called at this upstream')).toBeVisible();

  await admin.goto('/admin/audit');
  await expect(admin.getByRole('button', { name: `Changed model ${model}` })).toBeVisible();
  await expect(admin.getByRole('button', { name: `Created upstream ${upstream}` })).toBeVisible();
});

test('a check says why an upstream fails', async ({ browser }) => {
  const name = `Dead ${randomBytes(3).toString('hex')}`;
  const { body } = await manage<UpstreamView>('POST', '/upstreams', {
    name,
    base_url: 'http://127.0.0.1:9/v1',
  });
  const admin = await pageOf(browser, demo().admin);
  await openModels(admin);
  await admin.getByRole('button', { name: `Check ${name}` }).click();
  const row = admin.getByRole('table', { name: 'Upstreams' }).getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText(/Failing.*Nothing listens at this address/);
  await row.getByRole('button', { name: `Actions for ${name}` }).click();
  await admin.getByRole('menuitem', { name: 'Delete upstream' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Delete upstream' }).click();
  await expect(admin.getByText(`${name} is deleted`)).toBeVisible();
  expect((await manage('GET', `/upstreams/${body.id}`)).status).toBe(404);
});
