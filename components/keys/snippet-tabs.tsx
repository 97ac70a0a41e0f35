'use client';

import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
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
  return (
    <Tabs defaultValue={initial}>
      <SegmentedList aria-label="Language">
        {all.map(({ id, label }) => (
          <SegmentedTab key={id} value={id}>
            {label}
          </SegmentedTab>
        ))}
      </SegmentedList>
      {all.map(({ id, label, code }) => (
        <TabsPanel key={id} value={id} className="pt-2">
          <div className="relative rounded-md border bg-muted">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
            <pre className="max-h-72 overflow-auto p-3 pr-12 font-mono text-xs leading-5" tabIndex={0}>
              {code}
            </pre>
            <CopyButton
              value={code}
              label={`${label} snippet`}
              onCopied={onCopied}
              className="absolute top-1.5 right-1.5 bg-muted"
            />
          </div>
        </TabsPanel>
      ))}
    </Tabs>
  );
}
