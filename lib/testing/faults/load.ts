import { setTimeout as sleep } from 'node:timers/promises';
import type { Member, Rig } from './rig';

/** What a client saw of one call. */
export interface Answer {
  /** The request's id, which is the reservation's; null where no answer began. */
  id: string | null;
  /** 0: no answer */
  status: number;
  /** It came to its end: a body in full, a stream with its last word. */
  whole: boolean;
  /** Who decided, by the answer's header. */
  source: string | null;
  code: string | null;
  headers: Headers | null;
  /** On the wall clock, to the microsecond. */
  startedAtMs: number;
  /** Until the headers were there. */
  tookMs: number;
}

const messages = [{ role: 'user', content: 'Say something short about limits.' }];

/** The wall clock, without steps. */
export const wallMs = (): number => performance.timeOrigin + performance.now();

export interface CallOptions {
  /** Which of the models answers; all but `plain` in a stream. */
  kind?: keyof Member['models'];
  maxTokens?: number;
  headers?: Record<string, string>;
}

/** One call of an instance as clients make it. Never rejects. */
export async function call(member: Member, key: string, options: CallOptions = {}): Promise<Answer> {
  const { kind = 'plain', maxTokens = 20, headers = {} } = options;
  const stream = kind !== 'plain';
  const answer: Answer = {
    id: null,
    status: 0,
    whole: false,
    source: null,
    code: null,
    headers: null,
    startedAtMs: wallMs(),
    tookMs: 0,
  };
  const startedMs = performance.now();
  try {
    const response = await fetch(`http://127.0.0.1:${member.instance.port}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: member.models[kind], messages, max_tokens: maxTokens, stream }),
    });
    answer.tookMs = performance.now() - startedMs;
    answer.status = response.status;
    answer.headers = response.headers;
    answer.id = response.headers.get('x-request-id');
    answer.source = response.headers.get('x-headroom-source');
    const text = await response.text();
    answer.whole = !stream || text.includes('data: [DONE]');
    if (response.status !== 200) answer.code = /"code":\s*"(\w+)"/.exec(text)?.[1] ?? null;
  } catch {
    // its instance was killed, or is not up
    answer.whole = false;
    answer.tookMs ||= performance.now() - startedMs;
  }
  return answer;
}

export interface Load {
  /** In the order in which they ended. */
  answers: Answer[];
  /** Resolves once what runs has ended. */
  stop(): Promise<Answer[]>;
}

export interface LoadOptions {
  workers: number;
  /** Between two calls of one worker. */
  pauseMs: number;
  /** Each so manieth call is a stream of about a second; 0: none */
  streamEvery?: number;
  /** Each so manieth call is a stream of 15 s; 0: none */
  longEvery?: number;
}

/** Calls all instances that are up, by all keys in turn, until stopped. */
export function startLoad(rig: Rig, keys: readonly { key: string }[], options: LoadOptions): Load {
  const { workers, pauseMs, streamEvery = 5, longEvery = 0 } = options;
  const answers: Answer[] = [];
  let [stopped, count] = [false, 0];
  const worker = async () => {
    while (!stopped) {
      const index = count++;
      const up = rig.members.filter(({ instance }) => instance.running);
      const [member, key] = [up[index % up.length], keys[index % keys.length]];
      if (member && key) {
        const isEach = (every: number) => every > 0 && index % every === 0;
        const kind = isEach(longEvery) ? 'long' : isEach(streamEvery) ? 'paced' : 'plain';
        const maxTokens = kind === 'long' ? 700 : 1 + (index % 40);
        answers.push(await call(member, key.key, { kind, maxTokens }));
      }
      await sleep(pauseMs);
    }
  };
  const running = Promise.all(Array.from({ length: workers }, worker));
  return {
    answers,
    async stop() {
      stopped = true;
      await running;
      return answers;
    },
  };
}
