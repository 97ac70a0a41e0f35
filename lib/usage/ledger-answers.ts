import { db } from '../db/client';
import { processState } from '../process-state';

const DEADLINE_MS = 250;
/** Asked again so often, without anybody waiting for it; an older answer is not believed. */
const ASKED_MS = 500;
const BELIEVED_MS = 2000;

interface Health {
  answered: boolean;
  /** When `answered` was found out. */
  atMs: number;
  asking: Promise<void> | null;
}

/** Whether the ledger's database answers, as found out at most two seconds ago. Never rejects. */
export async function ledgerAnswers(): Promise<boolean> {
  const health = processState('usage.answers', (): Health => ({ answered: false, atMs: 0, asking: null }));
  const ageMs = performance.now() - health.atMs;
  if (!health.answered || ageMs > ASKED_MS) health.asking ??= ask(health);
  if (!health.answered || ageMs > BELIEVED_MS) await health.asking;
  return health.answered;
}

async function ask(health: Health): Promise<void> {
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, DEADLINE_MS, false).unref();
  });
  const answered = db().$queryRaw`SELECT 1`.then(() => true).catch(() => false);
  health.answered = await Promise.race([answered, late]);
  health.atMs = performance.now();
  health.asking = null;
}
