'use client';

import { useFirstUse } from '@/components/ui/first-use';
import type { AccountMenuProps } from './account-menu';
import { shellButtonClass } from './shell-button';

interface UserMenuProps {
  name: string;
  email: string;
}

/** Who is signed in; pressing it offers the theme and signing out. */
export function UserMenu({ name, email }: UserMenuProps) {
  const { Loaded, trigger } = useFirstUse<AccountMenuProps>(loadMenu);
  const face = {
    'aria-label': `Account of ${name}`,
    className: shellButtonClass,
    children: (
      <>
        <span
          aria-hidden
          className="flex size-6 shrink-0 items-center justify-center rounded-full bg-primary-soft font-medium text-link text-xs"
        >
          {name.trim().charAt(0).toUpperCase()}
        </span>
        <span className="rail:hidden min-w-0">
          <span className="block truncate font-medium text-sm">{name}</span>
          <span className="block truncate text-muted-foreground text-xs">{email}</span>
        </span>
      </>
    ),
  };
  if (Loaded) return <Loaded email={email} face={face} />;
  return <button type="button" aria-haspopup="menu" {...face} {...trigger} />;
}

const loadMenu = () => import('./account-menu').then((module) => module.AccountMenu);
