import { expect, type Page, test } from '@playwright/test';
import { plainPng } from '../lib/demo/upstream/png';
import type { KeyView } from '../lib/keys/schema';
import { manage } from './calls';
import { demo } from './demo';
import { fillKeyDialog, revealed } from './key-dialog';
import { look } from './look';
import { demoWorkspace, newcomerIn, signIn, signUp } from './people';

/** The demo's workspace with a month of history. */
const acme = () => demo().workspaces.at(-1) ?? demoWorkspace('headroom');

// A trace of what axe reads takes longer than reading it.
test.use({ trace: 'off' });

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

/** Dialogs are loaded when they are opened: until then the page below would be looked at. */
const pressForDialog = (name: string) => async (page: Page) => {
  await press(name)(page);
  await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toBeVisible();
};

for (const [name, viewport] of [
  ['on a desktop', { width: 1280, height: 900 }],
  ['360 px wide', { width: 360, height: 740 }],
] as const) {
  test.describe(`${name}, light and dark`, () => {
    test.use({ viewport });

    test('the playground is accessible, empty and with an answer', async ({ context, page }) => {
      await signUp(context);
      await look(context, page, [
        { path: '/playground' },
        {
          path: '/playground?model=gpt-4o',
          open: async (chat) => {
            await chat.getByLabel('Message').fill('Hello');
            await chat.keyboard.press('Enter');
            await expect(chat.getByText(/tokens in/)).toBeVisible();
          },
        },
      ]);
    });

    test('the first minute is accessible: checklist, create dialog, revealed key', async ({
      context,
      page,
    }) => {
      await signUp(context);
      await look(context, page, [
        { path: '/' },
        { path: '/keys' },
        { path: '/usage' },
        {
          path: '/keys?create=true',
          open: (keys) => keys.getByRole('dialog').getByText('More limits').click(),
        },
        {
          path: '/?',
          open: async (overview) => {
            await overview.getByRole('button', { name: 'Create key' }).click();
            const dialog = await fillKeyDialog(overview, { name: 'Shown', rpm: '10', budget: '1' });
            await dialog.getByRole('button', { name: 'Create key' }).click();
            await expect(revealed(overview, 'Shown')).toBeVisible();
          },
        },
      ]);
    });

    test('a busy workspace is accessible: overview, keys, a key, their dialogs', async ({
      context,
      page,
    }) => {
      const { id, owner } = acme();
      await signIn(context, owner);
      const keys = await manage<{ data: KeyView[] }>('GET', `/workspaces/${id}/keys`);
      const nightly = keys.body.data.find((key) => key.name === 'Nightly reports');
      await look(context, page, [
        { path: '/' },
        { path: '/keys' },
        {
          path: '/keys?sort=name',
          open: async (table) => {
            await table.getByRole('button', { name: 'Actions for Nightly reports' }).click();
            await table.getByRole('menuitem', { name: 'Revoke key' }).click();
            await expect(table.getByRole('alertdialog')).toBeVisible();
          },
        },
        { path: `/keys/${nightly?.id}` },
        { path: `/keys/${nightly?.id}?`, open: pressForDialog('Rotate key') },
      ]);
    });

    test('files are accessible: none, some on their way, one opened, one about to go', async ({
      context,
      page,
    }) => {
      await newcomerIn(context, 'aionvision');
      const rows = page.getByRole('table', { name: 'Files' }).getByRole('row');
      await look(context, page, [
        { path: '/files' },
        {
          path: '/files?',
          open: async (files) => {
            await files.getByLabel('Files to upload').setInputFiles([
              { name: 'harbour.png', mimeType: 'image/png', buffer: plainPng(64, [40, 120, 250]) },
              { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
            ]);
            await expect(files.getByText('This file is empty.')).toBeVisible();
            await expect(rows).toHaveCount(2);
          },
        },
        {
          path: '/files?query=harbour',
          open: async (files) => {
            await rows.getByRole('button', { name: 'harbour.png', exact: true }).click();
            await expect(files.getByRole('dialog').getByRole('img')).toBeVisible();
          },
        },
        {
          path: '/files?query=png',
          open: async (files) => {
            await files.getByRole('button', { name: 'Actions for harbour.png' }).click();
            await files.getByRole('menuitem', { name: 'Delete file' }).click();
            await expect(files.getByRole('alertdialog')).toBeVisible();
          },
        },
      ]);
    });

    test('its plans and alerts are accessible', async ({ context, page }) => {
      await signIn(context, acme().owner);
      await look(context, page, [
        { path: '/plans' },
        {
          path: '/plans?',
          open: async (plans) => {
            await plans.getByRole('button', { name: 'Request Team' }).click();
            await expect(plans.getByRole('dialog')).toContainText('Limit');
          },
        },
        { path: '/alerts' },
        { path: '/alerts?tab=rules', open: pressForDialog('Add rule') },
        { path: '/alerts?tab=webhooks', open: pressForDialog('Add webhook') },
        { path: '/alerts?tab=deliveries' },
      ]);
    });

    test('its settings are accessible', async ({ context, page }) => {
      await signIn(context, acme().owner);
      await look(context, page, [
        { path: '/settings' },
        { path: '/settings?tab=members', open: pressForDialog('Invite member') },
        { path: '/settings?tab=workspace' },
        { path: '/settings?tab=workspace&ask', open: pressForDialog('Delete workspace') },
        { path: '/settings?tab=tokens', open: pressForDialog('Create token') },
        { path: '/settings?tab=profile' },
        { path: '/settings?tab=sessions' },
      ]);
    });

    test('its usage and requests are accessible', async ({ context, page }) => {
      await signIn(context, acme().owner);
      await look(context, page, [
        { path: '/usage?range=30d' },
        { path: '/usage?range=30d&measure=refusals', open: press('Table') },
        { path: '/usage?range=30d&measure=refusals&group=limit&model=gpt-4o-mini' },
        {
          path: '/usage?range=7d&measure=latency',
          open: (usage) => usage.getByRole('table', { name: 'Latency by key' }).waitFor(),
        },
        {
          path: '/requests',
          open: (list) => list.getByRole('table', { name: 'Requests' }).waitFor(),
        },
        {
          path: '/requests?live=true',
          open: async (list) => {
            await list.getByRole('table', { name: 'Requests' }).locator('tbody button').first().click();
            await list.getByRole('dialog').getByText('Limits at the decision').waitFor();
          },
        },
      ]);
    });

    test('upload sizes are accessible: a plan’s, and those of one workspace', async ({ context, page }) => {
      await signIn(context, demo().admin);
      await look(context, page, [
        {
          path: '/admin/plans?catalog=aionvision&plan=starter',
          async open(plans) {
            await plans.getByLabel('Largest video').fill('much');
            await plans.getByRole('button', { name: 'Save plan' }).click();
            await expect(plans.getByText('a gigabyte is 1,024')).toBeVisible();
          },
        },
        {
          path: `/admin/workspaces/${demoWorkspace('aionvision').id}`,
          open: pressForDialog('Set upload sizes'),
        },
      ]);
    });

    test('the admin’s plans and models are accessible, their dialogs and a replay', async ({
      context,
      page,
    }) => {
      await signIn(context, demo().admin);
      await look(context, page, [
        { path: '/admin/plans' },
        { path: '/admin/plans?ask', open: pressForDialog('Edit catalog') },
        { path: '/admin/plans?catalog=ajstudioz', open: press('Add limit') },
        {
          path: '/admin/plans?catalog=aionvision',
          open: (plans) => plans.getByRole('tab', { name: 'Public page' }).click(),
        },
        {
          path: '/admin/plans?plan=free',
          open: async (plans) => {
            await plans.getByLabel('Amount of requests per minute, in requests').fill('3');
            await plans.getByRole('button', { name: 'Replay 24 hours' }).click();
            await expect(plans.getByRole('table', { name: 'Keys that would be refused' })).toBeVisible();
          },
        },
        { path: '/admin/models', open: (models) => models.getByRole('table', { name: 'Models' }).waitFor() },
        {
          path: '/admin/models?q=gpt',
          open: async (models) => {
            await models.getByRole('table', { name: 'Models' }).waitFor();
            await models.getByRole('button', { name: 'Add model' }).click();
            await models.getByRole('dialog').waitFor();
          },
        },
        {
          path: '/admin/models?q=gpt-4',
          open: async (models) => {
            await models.getByRole('table', { name: 'Models' }).waitFor();
            await models.getByRole('button', { name: 'Add upstream' }).click();
            await models.getByRole('dialog').waitFor();
          },
        },
      ]);
    });

    test('the admin’s other pages are accessible: workspaces, one workspace, its dialogs, the audit log', async ({
      context,
      page,
    }) => {
      await signIn(context, demo().admin);
      const workspace = `/admin/workspaces/${acme().id}`;
      await look(context, page, [
        { path: '/admin' },
        { path: '/admin/upgrade-requests' },
        { path: '/admin/workspaces' },
        { path: workspace },
        {
          path: `${workspace}?tier`,
          open: async (detail) => {
            await detail.getByRole('button', { name: 'Change tier' }).click();
            await detail.getByRole('radio', { name: /^Team/ }).click();
          },
        },
        { path: `${workspace}?custom`, open: pressForDialog('Add custom limit') },
        { path: `${workspace}?credit`, open: pressForDialog('Grant credit') },
        { path: `${workspace}?act`, open: pressForDialog('Act in workspace') },
        {
          path: '/admin/audit',
          open: (log) =>
            log
              .getByRole('button', { expanded: false, name: /Created key/ })
              .first()
              .click(),
        },
      ]);
    });

    test('the system page is accessible', async ({ context, page }) => {
      await signIn(context, demo().admin);
      const compared = { name: 'Counters against the ledger' };
      await look(context, page, [
        {
          path: '/admin/system?q=Acme',
          open: (system) => system.getByRole('table', compared).getByText('Acme').waitFor(),
        },
      ]);
    });
  });
}
