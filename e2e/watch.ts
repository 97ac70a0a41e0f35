import type { BrowserContext } from '@playwright/test';
import { demo } from './demo';

/** What a browser must not do while it shows our pages. */
export interface Trouble {
  /** Addresses of requests that went to another host. */
  elsewhere: string[];
  /** What the console was told as an error, and what no handler caught. */
  errors: string[];
}

/** Watches every page of a browser context from now on. */
export function watch(context: BrowserContext): Trouble {
  const trouble: Trouble = { elsewhere: [], errors: [] };
  const own = new URL(demo().baseUrl).host;
  context.on('request', (request) => {
    const url = new URL(request.url());
    const inside = url.host === own || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!inside) trouble.elsewhere.push(request.url());
  });
  context.on('console', (message) => {
    if (message.type() === 'error') trouble.errors.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => {
    trouble.errors.push(`${error.page()?.url()}: ${error.error().stack}`);
  });
  return trouble;
}
