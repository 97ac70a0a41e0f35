'use client';

import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';

export interface DocsNavGroup {
  title: string;
  links: { href: string; label: string }[];
}

/** The docs' pages: a column on wide windows, a fold above the page on narrow ones. */
export function DocsNav({ groups }: { groups: readonly DocsNavGroup[] }) {
  const pathname = usePathname();
  const here = groups.flatMap(({ links }) => links).find(({ href }) => href === pathname);
  return (
    <>
      {/* closes when another page is shown */}
      <details key={pathname} className="group border-b md:hidden">
        <summary className="flex h-12 list-none items-center justify-between gap-2 px-4 font-medium text-sm -outline-offset-2">
          {here?.label ?? 'All pages'}
          <ChevronDown className="size-4 transition-transform group-open:rotate-180" aria-hidden />
        </summary>
        <nav aria-label="Docs, folded" className="flex flex-col gap-4 px-2 pb-4">
          <Groups groups={groups} pathname={pathname} />
        </nav>
      </details>
      <nav
        aria-label="Docs"
        className="sticky top-14 hidden max-h-[calc(100dvh-3.5rem)] w-56 shrink-0 flex-col gap-5 self-start overflow-y-auto px-4 py-8 md:flex"
      >
        <Groups groups={groups} pathname={pathname} />
      </nav>
    </>
  );
}

function Groups({ groups, pathname }: { groups: readonly DocsNavGroup[]; pathname: string }) {
  return groups.map(({ title, links }) => (
    <div key={title}>
      <h2 className="px-2 pb-1 text-muted-foreground text-xs">{title}</h2>
      <ul className="flex flex-col gap-0.5">
        {links.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === pathname ? 'page' : undefined}
              className={cn(
                'flex h-8 items-center rounded-md px-2 text-sm outline-offset-0 pointer-coarse:h-10',
                href === pathname
                  ? 'bg-accent font-medium'
                  : 'text-muted-foreground hover:bg-accent/60 hover:text-foreground',
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ));
}
