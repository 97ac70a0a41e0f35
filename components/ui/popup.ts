/** The surface of everything that floats near its trigger: menus, selects, popovers. */
export const popupClass =
  'origin-(--transform-origin) rounded-lg bg-popover text-foreground shadow-popover outline-none transition-[transform,opacity] duration-140 data-starting-style:scale-[0.98] data-starting-style:opacity-0 data-ending-style:scale-[0.98] data-ending-style:opacity-0';

/** What dims the page behind a dialog or a sheet. */
export const backdropClass =
  'fixed inset-0 z-50 min-h-dvh bg-overlay transition-opacity duration-140 data-starting-style:opacity-0 data-ending-style:opacity-0';
