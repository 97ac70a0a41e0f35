import { expect, test } from '@playwright/test';
import { inspect } from './inspect';

test('the inspection finds faint text, small targets, missing names and pages too wide', async ({ page }) => {
  await page.setContent(`<html lang="en" class="light dark"><title>Bad</title><main>
    <h1>Bad</h1><p style="color: #bbb; background: #fff">faint</p><img src="data:,">
    <button style="width: 9px; height: 9px; padding: 0">a</button><button style="width: 9px; height: 9px; padding: 0">b</button>
    <div style="width: 3000px">wide</div></main>`);
  const found = (await inspect(page, 'bad')).join('\n');
  for (const rule of ['color-contrast', 'target-size', 'image-alt', 'px wide in a window of 1280 px'])
    expect(found).toContain(rule);
});
