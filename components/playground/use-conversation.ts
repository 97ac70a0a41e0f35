'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { limitHeaders, newTurn, requestBody, type Settings, type Turn } from './conversation';
import { readAnswer } from './read-answer';

interface Asking {
  workspaceId: string;
  /** How our contracts spell the headers worth showing. */
  headerNames: readonly string[];
}

/** A conversation with a model as the browser's session. It lives in this page alone: nothing stores it. */
export function useConversation({ workspaceId, headerNames }: Asking) {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const running = useRef<AbortController | null>(null);
  const nextId = useRef(1);
  const busy = turns.some(({ state }) => state === 'waiting' || state === 'streaming');

  useEffect(() => () => running.current?.abort(), []);

  const change = useCallback((id: number, by: (turn: Turn) => Partial<Turn>) => {
    setTurns((all) => all.map((turn) => (turn.id === id ? { ...turn, ...by(turn) } : turn)));
  }, []);

  async function ask(prompt: string, settings: Settings): Promise<void> {
    const id = nextId.current++;
    const controller = new AbortController();
    running.current = controller;
    const startedMs = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startedMs);
    setTurns((all) => [...all, newTurn(id, prompt, settings.model)]);
    try {
      const response = await fetch('/v1/chat/completions', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-headroom-workspace': workspaceId },
        body: JSON.stringify(requestBody(settings, turns, prompt)),
        signal: controller.signal,
      });
      const headers = limitHeaders(response.headers, headerNames);
      change(id, () => ({ state: 'streaming', status: response.status, headers }));
      let failed = false;
      for await (const event of readAnswer(response)) {
        failed ||= event.kind === 'error';
        change(id, (turn) => {
          if (event.kind === 'error') return { error: event.body };
          if (event.kind === 'usage') return { usage: event.usage };
          return { text: turn.text + event.text, firstTokenMs: turn.firstTokenMs ?? elapsedMs() };
        });
      }
      change(id, () => ({ state: failed ? 'failed' : 'done', totalMs: elapsedMs() }));
    } catch {
      const stopped = controller.signal.aborted;
      const lost = 'The connection was lost. Check it and try again.';
      change(id, () => ({
        state: stopped ? 'stopped' : 'failed',
        totalMs: elapsedMs(),
        error: stopped ? null : lost,
      }));
    }
  }

  return {
    turns,
    busy,
    ask,
    stop: () => running.current?.abort(),
    clear() {
      running.current?.abort();
      setTurns([]);
    },
  };
}
