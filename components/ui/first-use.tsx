'use client';

import { type ComponentType, lazy, Suspense, useState } from 'react';
import { toast } from './toast';

type Load<P> = () => Promise<ComponentType<P>>;

/**
 * Keeps the code of a popup out of the page until somebody reaches for it: its trigger is a plain button that fetches
 * the code when it is hovered or focused, and gives way to the real thing, open, when it is pressed.
 */
export function useFirstUse<P>(load: Load<P>) {
  const [Loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  const warm = () => void load().catch(() => undefined);
  const open = () =>
    load().then(
      (component) => setLoaded(() => component),
      () => toast.error('This part of the page could not be loaded. Check your connection and try again.'),
    );
  return { Loaded, trigger: { onPointerEnter: warm, onFocus: warm, onClick: open } };
}

/** A dialog whose code is fetched when it is opened for the first time. */
export function onFirstOpen<P extends { open: boolean }>(load: Load<P>): ComponentType<P> {
  const Loaded = lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>;
  return function OnFirstOpen(props: P) {
    const [ever, setEver] = useState(props.open);
    if (props.open && !ever) setEver(true);
    if (!ever) return null;
    return (
      <Suspense fallback={null}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
