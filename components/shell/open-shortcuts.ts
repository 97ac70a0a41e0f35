/** Heard by the host of the shortcuts. */
export const SHEET_EVENT = 'headroom:shortcuts';

/** Opens the list of shortcuts, wherever it is asked for. */
export const openShortcuts = () => window.dispatchEvent(new Event(SHEET_EVENT));
