import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { routesOf } from '../testing/architecture/product-routes';
import { readTree } from '../testing/architecture/tree';
import { matchRoute } from './match';
import { ROUTES } from './routes';

const files = routesOf(readTree(path.resolve(import.meta.dirname, '../..')));

/** A path that Next would give to this file: `app/api/v1/models/[...model]/route.ts` → `/api/v1/models/a/b`. */
const pathOf = (file: string): string =>
  file
    .replace(/^app/, '')
    .replace(/\/route\.ts$/, '')
    .replace('[[...rest]]', 'unknown/path')
    .replace(/\[\.\.\.\w+\]/, 'a/b');

describe('the lane serves every product route by its own module', () => {
  it.each(files.map((file) => [pathOf(file), file]))('%s', async (url, file) => {
    const own: Record<string, unknown> = await import(`../../${file}`);
    expect({ ...matchRoute(ROUTES, url)?.module }).toEqual({ ...own });
    if (!url.startsWith('/api/v1/')) return;
    expect({ ...matchRoute(ROUTES, url.slice('/api'.length))?.module }).toEqual({ ...own });
  });
});
