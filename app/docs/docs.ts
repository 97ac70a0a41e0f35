import { headers } from 'next/headers';
import { cache } from 'react';
import { isSecure, requestHost } from '@/lib/auth/origin';
import { type ApiReference, apiReference } from '@/lib/docs/api/reference';
import { catalogPage } from '@/lib/docs/catalog-page';
import { rateLimitsPage, startPage } from '@/lib/docs/index-pages';
import type { DocPage } from '@/lib/docs/page';
import { env } from '@/lib/env';
import { listCatalogs } from '@/lib/workspaces/catalogs';

/** The catalogs as published, read once per request. */
export const publishedCatalogs = cache(listCatalogs);

/** Where this reader reaches us, without a slash at its end: BASE_URL, else the address they asked. */
export function baseUrlOf(sent: Pick<Headers, 'get'>): string {
  const configured = env().BASE_URL;
  if (configured) return configured.replace(/\/$/, '');
  const host = requestHost(sent);
  return `${isSecure(sent) ? 'https' : 'http'}://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`;
}

export const readersBaseUrl = async (): Promise<string> => baseUrlOf(await headers());

/** The API reference with this reader's own address in its samples. */
export async function readersReference(): Promise<ApiReference> {
  const baseUrl = await readersBaseUrl();
  return apiReference(baseUrl);
}

/** Every page of the docs that is made of blocks, in the order of the navigation. */
export async function docPages(baseUrl: string): Promise<DocPage[]> {
  const catalogs = await publishedCatalogs();
  return [
    startPage(catalogs, baseUrl),
    rateLimitsPage(catalogs),
    ...catalogs.map((catalog) => catalogPage(catalog, baseUrl)),
  ];
}

/** Tells programs of a page's Markdown twin. */
export const twinOf = (path: string) => ({ types: { 'text/markdown': `${path}.md` } });
