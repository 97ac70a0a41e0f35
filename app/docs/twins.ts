import { apiReference } from '@/lib/docs/api/reference';
import { groupMarkdown, referenceMarkdown } from '@/lib/docs/api/reference-markdown';
import { pageMarkdown } from '@/lib/docs/markdown';
import { docPages } from './docs';

/** A page of the docs as a line of a list, and in Markdown when it is asked for. */
export interface Twin {
  path: string;
  title: string;
  description: string;
  markdown(): string;
}

/** Every page of the docs. */
export async function twins(baseUrl: string): Promise<Twin[]> {
  const pages = await docPages(baseUrl);
  const reference = apiReference(baseUrl);
  return [
    ...pages.map((page) => ({ ...page, markdown: () => pageMarkdown(page, baseUrl) })),
    { ...reference, path: '/docs/api', markdown: () => referenceMarkdown(reference) },
    ...reference.groups.map((group) => ({
      ...group,
      path: `/docs/api/${group.id}`,
      title: `API: ${group.title}`,
      markdown: () => groupMarkdown(group),
    })),
  ];
}
