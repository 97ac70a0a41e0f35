import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { Webhook } from 'standardwebhooks';
import { ask, createKey, sdk } from './calls';
import { signUp } from './people';

/** A program that takes webhooks on this machine. */
async function receiver() {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    got,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a limit that real calls use up is told once to a webhook that verifies it, and sent again on request', async ({
  context,
  page,
}) => {
  const { workspaceId } = await signUp(context);
  const hook = await receiver();
  try {
    const { key } = await createKey(context, workspaceId, { name: 'Night job', rpm: 4 });

    await page.goto('/alerts?tab=webhooks');
    await page.getByRole('button', { name: 'Add webhook' }).click();
    const adding = page.getByRole('dialog', { name: 'Add webhook' });
    await adding.getByLabel('Name').fill('Pager');
    await adding.getByLabel('Address').fill('https://10.0.0.1/hook');
    await adding.getByRole('button', { name: 'Add webhook' }).click();
    await expect(adding.getByText('must name a public address')).toBeVisible();
    await adding.getByLabel('Address').fill(hook.url);
    await adding.getByRole('button', { name: 'Add webhook' }).click();
    const secret = await page.getByLabel('Signing secret').inputValue();
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByRole('tab', { name: 'Rules' }).click();
    await page.getByRole('button', { name: 'Add rule' }).click();
    const rule = page.getByRole('dialog', { name: 'Add rule' });
    await rule.getByLabel('Name').fill('Job at half');
    await rule.getByLabel('75 %').uncheck();
    await rule.getByLabel('90 %').uncheck();
    await rule.getByLabel('100 %').uncheck();
    await rule.getByLabel('50 %').check();
    await rule.getByLabel('Pager').check();
    await rule.getByRole('button', { name: 'Add rule' }).dblclick();
    await expect(page.getByRole('row', { name: /Job at half/ })).toHaveCount(1);

    const client = sdk(key);
    await ask(client);
    await ask(client);
    await expect.poll(() => hook.got.length, { timeout: 30_000 }).toBeGreaterThan(0);
    const [first] = hook.got;
    if (!first) throw new Error('nothing was received');
    const headers = first.headers as Record<string, string>;
    expect(new Webhook(secret).verify(first.body, headers)).toMatchObject({
      type: 'limit.threshold_crossed',
      data: { threshold: 50, subject: { scope: 'key', name: 'Night job' }, rule: { name: 'Job at half' } },
    });

    await page.getByRole('tab', { name: 'Alerts', exact: true }).click();
    const row = page.getByRole('row', { name: /50 % used.*Night job/ });
    await expect(row).toContainText('2 of 4');
    await page.getByRole('button', { name: /as seen/ }).click();
    await expect(row.getByText('new', { exact: true })).toHaveCount(0);

    await page.getByRole('tab', { name: 'Delivery log' }).click();
    await expect(page.getByRole('row', { name: /Threshold crossed.*Pager/ })).toContainText('delivered');
    const sent = hook.got.length;
    await page.getByRole('button', { name: /^Send Threshold crossed to Pager again/ }).click();
    await expect.poll(() => hook.got.length).toBe(sent + 1);
    const again = hook.got.at(-1);
    expect(again?.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(again?.body).toBe(first.body);
  } finally {
    hook.close();
  }
});
