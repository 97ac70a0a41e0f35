'use client';

import { useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { SegmentedList, SegmentedTab, Tabs, TabsPanel } from '@/components/ui/tabs';
import { modelsQuery } from './models-query';
import { type Snippet, snippets } from './snippets';

interface SnippetTabsProps {
  /** The key, or what stands for it. */
  secret: string;
  onCopied?: () => void;
  /** Which one is open at first. */
  initial?: Snippet['id'];
}

const never = () => () => {};

/** The address this page was loaded from; '' on the server. */
const useOrigin = () =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );

/** `.env`, curl, Python and Node with the reader's own address and a model they may use. */
export function SnippetTabs({ secret, onCopied, initial = 'env' }: SnippetTabsProps) {
  const origin = useOrigin();
  const models = useQuery(modelsQuery);
  const all = snippets({ baseUrl: `${origin}/v1`, key: secret, model: models.data?.[0] ?? 'MODEL' });
  const [open, setOpen] = useState<string>(initial);
  const shown = all.find(({ id }) => id === open);
  return (
    <Tabs value={open} onValueChange={(id) => setOpen(String(id))}>
      <div className="flex items-center justify-between gap-2">
        <SegmentedList aria-label="Language">
          {all.map(({ id, label }) => (
            <SegmentedTab key={id} value={id}>
              {label}
            </SegmentedTab>
          ))}
        </SegmentedList>
        {shown ? (
          <CopyButton
            key={shown.id}
            value={shown.code}
            label={`${shown.label} snippet`}
            onCopied={onCopied}
          />
        ) : null}
      </div>
      {all.map(({ id, code }) => (
        <TabsPanel key={id} value={id} className="pt-2">
          <pre
            className="max-h-72 overflow-auto rounded-md border bg-muted p-3 font-mono text-xs leading-5"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
            tabIndex={0}
          >
            {code}
          </pre>
        </TabsPanel>
      ))}
    </Tabs>
  );
}
