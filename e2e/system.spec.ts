import { expect, test } from '@playwright/test';
import { ask, createKey, sdk } from './calls';
import { demo } from './demo';
import { pageOf, signUp } from './people';
import { addDeadLetter } from './records';

test('an event that comes late makes counters differ from the ledger, and a repair puts them right', async ({
  browser,
  context,
}) => {
  const { workspace, workspaceId } = await signUp(context);
  const {
    id: keyId,
    key,
    owner,
  } = await createKey(context, workspaceId, {
    budget: { amount: '10.00', period: 'lifetime' },
  });
  await ask(sdk(key));
  await addDeadLetter({ workspaceId, keyId, userId: owner.id, costMicros: 2_500_000 });

  const admin = await pageOf(browser, demo().admin);
  await admin.goto(`/admin/system?q=${encodeURIComponent(workspace)}`);
  const compared = admin.getByRole('table', { name: 'Counters against the ledger' });
  // Below it stands a row for each counter that differs.
  const row = compared.getByRole('row', { name: new RegExp(`^${workspace}`) });
  await expect(row).toContainText('Equal');

  const letters = admin.getByRole('table', { name: 'Dead letters' });
  await letters
    .getByRole('row', { name: new RegExp(keyId) })
    .getByRole('button', { name: /Actions for the dead letter/ })
    .click();
  await admin.getByRole('menuitem', { name: 'Replay dead letter' }).click();
  await expect(admin.getByText('The dead letter is replayed')).toBeVisible();
  await expect(row).toContainText('differ');
  await expect(compared.getByRole('row', { name: /Lifetime budget/ })).toContainText('−$2.50');

  await row.getByRole('button', { name: 'Repair' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Repair counters' }).click();
  await expect(admin.getByText(/repaired$/)).toBeVisible();
  await expect(row).toContainText('Equal');

  await admin.goto(`/admin/audit?workspace=${workspaceId}`);
  await expect(admin.getByRole('button', { name: `Repaired counters of ${workspace}` })).toBeVisible();
});

test('a running request stands on its key’s page, and a platform admin ends it there', async ({
  browser,
  context,
}) => {
  const { workspaceId } = await signUp(context);
  const { id: keyId, key } = await createKey(context, workspaceId);
  const stream = await sdk(key).chat.completions.create({
    model: 'demo-stall',
    stream: true,
    messages: [{ role: 'user', content: 'Wait' }],
  });
  const ended = (async () => {
    for await (const _ of stream);
  })().catch((error: unknown) => String(error));

  const member = await context.newPage();
  await member.goto(`/keys/${keyId}`);
  await expect(member.getByRole('table', { name: 'Open holds' }).getByText('demo-stall')).toBeVisible();
  await expect(member.getByRole('button', { name: /^Release/ })).toHaveCount(0);

  const admin = await pageOf(browser, demo().admin);
  await admin.goto(`/keys/${keyId}`);
  await admin.getByRole('button', { name: 'Release the hold of demo-stall' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Release hold' }).click();
  await expect(admin.getByText('The hold is released')).toBeVisible();
  await expect(admin.getByText('Nothing runs right now')).toBeVisible();
  expect(await ended).toContain('stopped');

  await admin.getByRole('button', { name: 'Reset counters' }).click();
  const dialog = admin.getByRole('alertdialog');
  await dialog.getByLabel(/^Why/).fill('Their test ran in a loop.');
  await dialog.getByRole('button', { name: 'Reset counters' }).click();
  await expect(admin.getByText(/begin anew$/)).toBeVisible();
  await admin.goto(`/admin/audit?workspace=${workspaceId}`);
  await expect(admin.getByRole('button', { name: /^Reset the counters of key/ })).toBeVisible();
});
