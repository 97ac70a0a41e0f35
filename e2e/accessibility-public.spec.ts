import { expect, test } from '@playwright/test';
import { look } from './look';

// A trace of what axe reads takes longer than reading it.
test.use({ trace: 'off' });

for (const [name, viewport] of [
  ['on a desktop', { width: 1280, height: 900 }],
  ['360 px wide', { width: 360, height: 740 }],
] as const) {
  test.describe(`${name}, light and dark`, () => {
    test.use({ viewport });

    test('the pages of a stranger are accessible', async ({ context, page }) => {
      await look(context, page, [
        { path: '/sign-in' },
        { path: '/sign-in?error=CredentialsSignin' },
        { path: '/sign-up' },
        { path: '/reset' },
        { path: '/reset?token=over' },
        {
          path: '/sign-up?callbackUrl=/keys',
          open: async (form) => {
            await form.getByRole('button', { name: 'Create account' }).click();
            await expect(form.getByText('Must be an e-mail address.')).toBeVisible();
          },
        },
      ]);
    });

    test('the public docs are accessible', async ({ context, page }) => {
      await look(context, page, [
        { path: '/docs' },
        { path: '/docs/rate-limits' },
        { path: '/docs/rate-limits/ajstudioz' },
        { path: '/docs/api' },
        {
          path: '/docs/api/keys',
          open: (docs) => docs.locator('summary').filter({ hasText: 'Body' }).first().click(),
        },
      ]);
    });
  });
}
