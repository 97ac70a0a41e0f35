'use client';

import { CopyButton } from '@/components/ui/copy-button';
import { SnippetTabs } from './snippet-tabs';

/** The key in full with ready snippets. `onCopied` is called for the key and for every snippet: all contain it. */
export function RevealKey({ secret, onCopied }: { secret: string; onCopied: () => void }) {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center gap-2 rounded-md border border-input bg-muted py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 break-all text-sm" data-testid="secret">
          {secret}
        </code>
        <CopyButton variant="primary" value={secret} label="key" text="Copy key" onCopied={onCopied} />
      </div>
      <SnippetTabs secret={secret} onCopied={onCopied} />
    </div>
  );
}
