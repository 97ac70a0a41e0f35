'use client';

import { ArrowUp, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';

interface ComposerProps {
  busy: boolean;
  /** Why nothing can be sent; null where it can. */
  blocked: string | null;
  onSend: (prompt: string) => void;
  onStop: () => void;
}

/** Where a question is written: Enter sends, Shift and Enter begin a line, Escape stops the answer. */
export function Composer({ busy, blocked, onSend, onStop }: ComposerProps) {
  const [prompt, setPrompt] = useState('');
  const ready = !busy && blocked === null && prompt.trim() !== '';

  function send(event?: FormEvent) {
    event?.preventDefault();
    if (!ready) return;
    onSend(prompt.trim());
    setPrompt('');
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && busy) onStop();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form onSubmit={send} className="flex flex-col gap-1.5">
      <div className="flex items-end gap-2">
        <Textarea
          aria-label="Message"
          aria-describedby="composer-note"
          placeholder="Ask something"
          rows={2}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
          onKeyDown={onKeyDown}
          className="max-h-48 resize-none"
        />
        {busy ? (
          <Button type="button" variant="outline" size="lg" onClick={onStop}>
            <Square aria-hidden /> Stop answer
          </Button>
        ) : (
          <Button type="submit" size="lg" disabled={!ready}>
            <ArrowUp aria-hidden /> Send
          </Button>
        )}
      </div>
      <p id="composer-note" className="text-muted-foreground text-xs">
        {blocked ?? 'Enter sends, Shift and Enter begin a new line, Escape stops. Nothing here is stored.'}
      </p>
    </form>
  );
}
