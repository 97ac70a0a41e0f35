'use client';

import { useQuery } from '@tanstack/react-query';
import { MessagesSquare, Trash2 } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useRef, useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Composer } from './composer';
import type { Settings } from './conversation';
import { chatModelsQuery } from './queries';
import { SettingsPanel } from './settings-panel';
import { TurnView } from './turn-view';
import { useConversation } from './use-conversation';

interface PlaygroundProps {
  workspaceId: string;
  currency: string;
  headerNames: readonly string[];
}

const START: Omit<Settings, 'model'> = { system: '', maxTokens: '', temperature: '', stream: true };

/** Chat with a model as the signed-in session, and see what each answer's headers say of the limits. */
export function Playground({ workspaceId, currency, headerNames }: PlaygroundProps) {
  const [chosen, setModel] = useQueryState('model', parseAsString);
  const [rest, setRest] = useState(START);
  const models = useQuery(chatModelsQuery(workspaceId));
  const settings: Settings = { ...rest, model: chosen ?? models.data?.[0]?.id ?? '' };
  const { turns, busy, ask, stop, clear } = useConversation({ workspaceId, headerNames });
  const end = useEndInView(turns);

  function change({ model, ...others }: Partial<Settings>) {
    if (model !== undefined) void setModel(model);
    setRest((current) => ({ ...current, ...others }));
  }

  return (
    <>
      <PageHeader
        title="Playground"
        description="Your session has no per-minute limits. Every other limit holds, and each call is counted and charged."
        actions={
          turns.length > 0 ? (
            <Button variant="outline" onClick={clear}>
              <Trash2 aria-hidden /> Clear conversation
            </Button>
          ) : null
        }
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="order-2 flex min-w-0 flex-col lg:order-1 lg:min-h-[calc(100dvh-9rem)]">
          {turns.length === 0 ? (
            <EmptyState icon={MessagesSquare} title="Answers appear here" className="my-auto">
              Write a message below. Each answer comes with its limit headers, each refusal as it is
              published.
            </EmptyState>
          ) : (
            <ol aria-label="Conversation" className="flex flex-1 flex-col gap-8 pb-6">
              {turns.map((turn, i) => (
                <TurnView key={turn.id} turn={turn} newest={i === turns.length - 1} />
              ))}
            </ol>
          )}
          <div className="sticky bottom-0 border-t bg-background pt-3 pb-4">
            <Composer
              busy={busy}
              blocked={settings.model === '' ? 'Choose a model first.' : null}
              onSend={(prompt) => void ask(prompt, settings)}
              onStop={stop}
            />
          </div>
          <div ref={end} />
          <p role="status" className="sr-only">
            {busy || turns.length === 0 ? '' : `Answer ${turns.at(-1)?.state}`}
          </p>
        </div>
        <div className="order-1 lg:sticky lg:top-7 lg:order-2 lg:self-start">
          <SettingsPanel {...{ workspaceId, currency, settings }} onChange={change} />
        </div>
      </div>
    </>
  );
}

/** Shows each new question, and keeps its answer's end in view unless the reader has scrolled away. */
function useEndInView(turns: readonly unknown[]) {
  const end = useRef<HTMLDivElement>(null);
  const shown = useRef(0);
  useEffect(() => {
    const asked = turns.length > shown.current;
    shown.current = turns.length;
    const { scrollHeight, scrollTop, clientHeight } = document.documentElement;
    const near = turns.length > 0 && scrollHeight - scrollTop - clientHeight < 240;
    if (asked || near) end.current?.scrollIntoView({ block: 'end' });
  }, [turns]);
  return end;
}
