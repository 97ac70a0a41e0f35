'use client';

import { Fragment, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { Label } from '@/components/ui/label';
import { Switch } from '@/components/ui/switch';
import type { Shortcut } from './shortcuts';

interface ShortcutSheetProps {
  shortcuts: readonly Shortcut[];
  /** Whether single keys do something. */
  on: boolean;
  onChange: (on: boolean) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Every shortcut, and the switch that silences those of a single key. */
export function ShortcutSheet({ shortcuts, on, onChange, open, onOpenChange }: ShortcutSheetProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Keyboard shortcuts"
        description="They work on every page, while nothing is typed into and no dialog is open."
        size="lg"
      >
        <div className="flex flex-col gap-5">
          <Label className="flex items-center justify-between gap-4 rounded-md border px-3 py-2.5">
            <span>
              Single keys
              <span className="block font-normal text-muted-foreground text-xs">
                Switch them off if you dictate, or press keys by accident. This browser remembers it.
              </span>
            </span>
            <Switch checked={on} onCheckedChange={onChange} aria-label="Single keys" />
          </Label>
          <List title="Anywhere">
            <Row label="Search, also while typing" keys={['Ctrl or ⌘', 'K']} joined="+" />
            {shortcuts
              .filter(({ keys }) => keys.length === 1)
              .map(({ keys, label }) => (
                <Row key={label} label={label} keys={keys} off={!on} />
              ))}
          </List>
          <List title="Go to">
            {shortcuts
              .filter(({ keys }) => keys.length === 2)
              .map(({ keys, label }) => (
                <Row key={label} label={label} keys={keys} joined="then" off={!on} />
              ))}
          </List>
        </div>
      </DialogContent>
    </Dialog>
  );
}

const List = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-1.5">
    <h3 className="font-medium text-sm">{title}</h3>
    <dl className="grid gap-x-8 sm:grid-cols-2">{children}</dl>
  </section>
);

interface RowProps {
  label: string;
  keys: readonly string[];
  joined?: string;
  off?: boolean;
}

const Row = ({ label, keys, joined, off = false }: RowProps) => (
  <div
    className={cn(
      'flex min-h-9 items-center justify-between gap-3 border-b text-sm',
      off && 'text-muted-foreground line-through',
    )}
  >
    <dt>{label}</dt>
    <dd className="flex shrink-0 items-center gap-1 text-muted-foreground text-xs">
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 ? <span>{joined}</span> : null}
          <Kbd>{key === key.toLowerCase() ? key.toUpperCase() : key}</Kbd>
        </Fragment>
      ))}
    </dd>
  </div>
);
