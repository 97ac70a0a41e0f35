'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import type { MeView } from '@/lib/workspaces/schema';

const CommandPalette = dynamic(() => import('./command-palette').then((m) => m.CommandPalette), {
  ssr: false,
});

const OPEN_EVENT = 'headroom:palette';

/** Opens the palette of PaletteHost, wherever the button stands. */
export const openPalette = () => window.dispatchEvent(new Event(OPEN_EVENT));

const never = () => () => {};

/** null on the server, which cannot know the reader's keyboard. */
const useMac = (): boolean | null =>
  useSyncExternalStore(
    never,
    () => /mac|iphone|ipad/i.test(navigator.platform),
    () => null,
  );

export function SearchButton({ compact }: { compact?: boolean }) {
  const mac = useMac();
  if (compact)
    return (
      <Button variant="ghost" size="icon" aria-label="Search pages and keys" onClick={openPalette}>
        <Search aria-hidden />
      </Button>
    );
  return (
    <button
      type="button"
      onClick={openPalette}
      aria-label="Search pages and keys"
      aria-keyshortcuts="Meta+K Control+K"
      className="flex rail:size-8 h-8 items-center rail:justify-center gap-2 rounded-md border bg-card rail:px-0 px-2 text-muted-foreground text-sm shadow-control outline-offset-0 transition-colors hover:text-foreground"
    >
      <Search className="size-4 shrink-0" aria-hidden />
      <span className="rail:hidden flex-1 text-left">Search</span>
      <span className="rail:hidden flex gap-1" aria-hidden>
        {mac === null ? null : (
          <>
            <Kbd>{mac ? '⌘' : 'Ctrl'}</Kbd>
            <Kbd>K</Kbd>
          </>
        )}
      </span>
    </button>
  );
}

/** Holds the one palette of the page and its shortcut; its code is loaded when it is first opened. */
export function PaletteHost({ me }: { me: MeView }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);

  useEffect(() => {
    const show = () => {
      setWanted(true);
      setOpen(true);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      setWanted(true);
      setOpen((now) => !now);
    };
    window.addEventListener(OPEN_EVENT, show);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener(OPEN_EVENT, show);
      window.removeEventListener('keydown', onKey);
    };
  }, []);

  return wanted ? <CommandPalette me={me} open={open} onOpenChange={setOpen} /> : null;
}
