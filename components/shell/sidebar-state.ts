/** `auto` lets the window's width decide; the other two were chosen. */
export type SidebarState = 'auto' | 'open' | 'icons';

export const SIDEBAR_COOKIE = 'headroom.sidebar';

/** The cookie's value, or `auto` for anything else. */
export const readSidebarState = (cookie: string | undefined): SidebarState =>
  cookie === 'open' || cookie === 'icons' ? cookie : 'auto';
