'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { UnseenCount } from '@/components/alerts/unseen-count';
import { cn } from '@/components/ui/cn';
import type { MeView } from '@/lib/workspaces/schema';
import { ADMIN_NAV, isCurrent, type NavItem, workspaceNav } from './nav-items';

interface NavListProps {
  me: MeView;
  /** A link was followed: the drawer closes. */
  onNavigate?: () => void;
}

/** The pages of the current workspace; for platform admins also theirs. */
export function NavList({ me, onNavigate }: NavListProps) {
  return (
    <nav aria-label="Main" className="flex flex-col gap-5">
      <Group items={workspaceNav(me)} workspaceId={me.current_workspace_id} onNavigate={onNavigate} />
      {me.user.platform_admin ? <Group title="Admin" items={ADMIN_NAV} onNavigate={onNavigate} /> : null}
    </nav>
  );
}

function Group({
  title,
  items,
  workspaceId = null,
  onNavigate,
}: {
  title?: string;
  items: readonly NavItem[];
  /** Whose unseen alerts are counted. */
  workspaceId?: string | null;
  onNavigate?: () => void;
}) {
  const pathname = usePathname();
  return (
    <div>
      {title ? <h2 className="rail:sr-only px-2 pb-1 text-muted-foreground text-xs">{title}</h2> : null}
      <ul className="flex flex-col gap-0.5">
        {items.map(({ href, label, icon: Icon }) => {
          const current = isCurrent(href, pathname);
          return (
            <li key={href}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={current ? 'page' : undefined}
                title={label}
                className={cn(
                  'relative flex h-8 rail:w-8 items-center rail:justify-center gap-2.5 rounded-md rail:px-0 px-2 text-sm outline-offset-0 transition-colors pointer-coarse:h-10',
                  current
                    ? 'bg-accent font-medium text-foreground'
                    : 'text-muted-foreground hover:bg-accent/60 hover:text-foreground',
                )}
              >
                <Icon className="size-4 shrink-0" aria-hidden />
                <span className="rail:sr-only truncate">{label}</span>
                {href === '/alerts' && workspaceId ? <UnseenCount workspaceId={workspaceId} /> : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
