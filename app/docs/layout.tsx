import type { ReactNode } from 'react';
import { DocsHeader } from '@/components/docs/docs-header';
import { DocsNav } from '@/components/docs/docs-nav';
import { ToastHost } from '@/components/ui/toast-host';
import { groupId, TAGS } from '@/lib/docs/api/operation';
import { publishedCatalogs } from './docs';

/** The public docs: readable without an account. */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  const catalogs = await publishedCatalogs();
  const groups = [
    { title: 'Start', links: [{ href: '/docs', label: 'Documentation' }] },
    {
      title: 'Rate limits',
      links: [
        { href: '/docs/rate-limits', label: 'Which page is yours' },
        ...catalogs.map(({ id, name }) => ({ href: `/docs/rate-limits/${id}`, label: name })),
      ],
    },
    {
      title: 'API reference',
      links: [
        { href: '/docs/api', label: 'Every call' },
        ...Object.keys(TAGS).map((tag) => ({ href: `/docs/api/${groupId(tag)}`, label: tag })),
      ],
    },
  ];
  return (
    <>
      <a
        href="#content"
        className="-translate-y-16 fixed top-2 left-2 z-50 rounded-md bg-foreground px-3 py-2 text-background text-sm focus:translate-y-0"
      >
        Skip to content
      </a>
      <DocsHeader />
      <div className="mx-auto flex w-full max-w-[88rem] max-md:flex-col">
        <DocsNav groups={groups} />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 py-8 outline-none md:px-8">
          {children}
        </main>
      </div>
      <ToastHost />
    </>
  );
}
