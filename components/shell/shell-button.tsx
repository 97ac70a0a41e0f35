import type { ReactNode } from 'react';
import type { MeView } from '@/lib/workspaces/schema';

/** The two wide buttons of the sidebar: the workspace and the account. */
export const shellButtonClass =
  'flex rail:size-8 h-11 w-full min-w-0 items-center rail:justify-center gap-2.5 rounded-md rail:p-0 px-2 text-left outline-offset-0 transition-colors hover:bg-accent/60 data-popup-open:bg-accent';

/** What such a button consists of, whether a menu hangs on it yet or not. */
export interface ButtonFace {
  'aria-label': string;
  className: string;
  children: ReactNode;
}

export const planWords = (workspace: MeView['workspaces'][number]): string =>
  `${workspace.plan} · ${workspace.catalog}`;

export function Initial({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="flex size-6 shrink-0 items-center justify-center rounded-md bg-foreground font-medium text-background text-xs"
    >
      {name.trim().charAt(0).toUpperCase()}
    </span>
  );
}
