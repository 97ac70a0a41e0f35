import { db } from '../db/client';
import { processState } from '../process-state';

const DEADLINE_MS = 100;
/** An answer is believed for so long; a failure less, for it may pass. */
const BELIEVED_MS = 1000;
const DOUBTED_MS = 100;

interface Asked {
  untilMs: number;
  answer: Promise<boolean>;
}

/** Whether the ledger's database answers now; at most a second ago. Never rejects. */
export function ledgerAnswers(): Promise<boolean> {
  const state = processState('usage.answers', (): { last: Asked | null } => ({ last: null }));
  const nowMs = performance.now();
  if (state.last && state.last.untilMs > nowMs) return state.last.answer;
  const asked: Asked = { untilMs: nowMs + BELIEVED_MS, answer: ask() };
  state.last = asked;
  void asked.answer.then((answered) => {
    if (!answered) asked.untilMs = performance.now() + DOUBTED_MS;
  });
  return asked.answer;
}

function ask(): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, DEADLINE_MS, false).unref();
  });
  const answered = db().$queryRaw`SELECT 1`.then(() => true).catch(() => false);
  return Promise.race([answered, late]);
}
