import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Resolves when a page shows what it loads, and nothing moves that will stop. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** Looks at the page as it stands, in light and in dark: what breaks WCAG 2.2 AA, and whether it scrolls sideways. */
export async function inspect(page: Page, where: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    await settled(page);
    // "Legacy" is the quick way, for pages without frames.
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({
        runOnly: { type: 'tag', values: STANDARDS },
        rules: { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
      })
      .analyze();
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${where}, ${colorScheme}: ${id} ${target.join(' ')} ${failureSummary}`);
  }
  const { width, window } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  if (width > window) found.push(`${where}: ${width} px wide in a window of ${window} px`);
  return found;
}
