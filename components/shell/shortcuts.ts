import type { MeView } from '@/lib/workspaces/schema';
import { ADMIN_NAV, workspaceNav } from './nav-items';

/** What a shortcut does: opens a page, the search, or the list of shortcuts. */
export type ShortcutTarget = { href: string } | 'search' | 'shortcuts';

export interface Shortcut {
  /** Pressed one after the other. */
  keys: readonly [string] | readonly [string, string];
  label: string;
  target: ShortcutTarget;
}

/** What the reader can press on any page; pages that they have not are left out. */
export function shortcutsOf(me: MeView): Shortcut[] {
  const pages = [...workspaceNav(me), ...(me.user.platform_admin ? ADMIN_NAV : [])];
  return [
    { keys: ['/'], label: 'Search', target: 'search' },
    { keys: ['?'], label: 'Show these shortcuts', target: 'shortcuts' },
    ...(me.current_workspace_id === null
      ? []
      : [{ keys: ['c'] as const, label: 'Create key', target: { href: '/keys?create=true' } }]),
    ...pages.flatMap(({ href, label, letter }) =>
      letter ? [{ keys: ['g', letter] as const, label, target: { href } }] : [],
    ),
  ];
}

/** How long the second key of two may take. */
const PAUSE_MS = 1500;

/** The first key of two, and when it was pressed. */
export interface Begun {
  key: string;
  atMs: number;
}

/** What one more key means: a shortcut that is complete now, or the first key of some. */
export function press(
  shortcuts: readonly Shortcut[],
  begun: Begun | null,
  key: string,
  nowMs: number,
): { hit: Shortcut | null; begun: Begun | null } {
  const first = begun && nowMs - begun.atMs <= PAUSE_MS ? begun.key : null;
  const hit = shortcuts.find(({ keys }) =>
    keys.length === 2 ? keys[0] === first && keys[1] === key : first === null && keys[0] === key,
  );
  if (hit) return { hit, begun: null };
  const begins = shortcuts.some(({ keys }) => keys.length === 2 && keys[0] === key);
  return { hit: null, begun: begins ? { key, atMs: nowMs } : null };
}
