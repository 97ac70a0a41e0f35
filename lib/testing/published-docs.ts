import { openApiDocument } from '../docs/api/document';
import { catalogPage } from '../docs/catalog-page';
import { pageMarkdown } from '../docs/markdown';
import { publishedCatalogs } from './published-catalogs';

export const PUBLISHED_FOLDER = 'lib/docs/published';
const BASE_URL = 'https://headroom.example.com';

/**
 * What we publish, by file: the rate-limit page of each typed catalog, with every header and body that its
 * contract sends, and the OpenAPI document. Kept in the repository, so that a change of any of them is seen.
 */
export function publishedDocs(): Map<string, string> {
  const pages = publishedCatalogs.map((catalog): [string, string] => [
    `rate-limits-${catalog.id}.md`,
    pageMarkdown(catalogPage(catalog, BASE_URL), BASE_URL),
  ]);
  const document = `${JSON.stringify(openApiDocument(BASE_URL), null, 2)}\n`;
  return new Map([...pages, ['openapi.json', document]]);
}
