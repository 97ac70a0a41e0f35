'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { MeView } from '@/lib/workspaces/schema';
import { SHEET_EVENT } from './open-shortcuts';
import { openPalette } from './search-button';
import { type Begun, press, shortcutsOf } from './shortcuts';

const ShortcutSheet = dynamic(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet), {
  ssr: false,
});

const STORED = 'headroom.shortcuts';

/** Where a key means something of its own: what is typed into, and everything that lies over the page. */
const TAKEN =
  'input, textarea, select, [contenteditable], [role="combobox"], [role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
const OVER_THE_PAGE = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/** Listens for single keys, unless the reader switched them off, and holds the list of them. */
export function ShortcutHost({ me }: { me: MeView }) {
  const router = useRouter();
  const begun = useRef<Begun | null>(null);
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  // Read in the browser alone: the server does not know.
  const [on, setOn] = useState(false);

  useEffect(() => setOn(localStorage.getItem(STORED) !== 'off'), []);

  useEffect(() => {
    const show = () => {
      setWanted(true);
      setOpen(true);
    };
    const shortcuts = shortcutsOf(me);
    const onKey = (event: KeyboardEvent) => {
      const { key, target, ctrlKey, metaKey, altKey, repeat, defaultPrevented, isComposing } = event;
      if (ctrlKey || metaKey || altKey || repeat || defaultPrevented || isComposing || key === 'Shift')
        return;
      if (target instanceof Element && target.closest(TAKEN)) return;
      if (document.querySelector(OVER_THE_PAGE)) return;
      const step = press(shortcuts, begun.current, key, event.timeStamp);
      begun.current = step.begun;
      if (!step.hit) return;
      event.preventDefault();
      if (step.hit.target === 'search') openPalette();
      else if (step.hit.target === 'shortcuts') show();
      else router.push(step.hit.target.href);
    };
    window.addEventListener(SHEET_EVENT, show);
    if (on) window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener(SHEET_EVENT, show);
      window.removeEventListener('keydown', onKey);
    };
  }, [me, on, router]);

  const change = (next: boolean) => {
    localStorage.setItem(STORED, next ? 'on' : 'off');
    setOn(next);
  };
  return wanted ? (
    <ShortcutSheet shortcuts={shortcutsOf(me)} on={on} onChange={change} open={open} onOpenChange={setOpen} />
  ) : null;
}
