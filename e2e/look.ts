import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { inspect } from './inspect';
import { watch } from './watch';

/** A page, and what to do there before it is looked at. */
export interface View {
  path: string;
  open?: (page: Page) => Promise<unknown>;
}

/** Looks at views one after the other: nothing breaks WCAG 2.2 AA, leaves our host or fails in the console. */
export async function look(context: BrowserContext, page: Page, views: View[]): Promise<void> {
  const trouble = watch(context);
  for (const { path, open } of views) {
    await test.step(path, async () => {
      await page.goto(path);
      await open?.(page);
      expect.soft(await inspect(page, path)).toEqual([]);
    });
  }
  expect(trouble).toEqual({ elsewhere: [], errors: [] });
}
