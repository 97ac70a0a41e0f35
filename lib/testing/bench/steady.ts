import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

export interface Latencies {
  p50Ms: number;
  p99Ms: number;
}

/** The smallest value that so many of a hundred do not exceed. @param sorted ascending, not empty */
export const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;

/**
 * Sends requests at a steady rate, whether or not the ones before are answered, and times each from the moment
 * at which it was due to the end of its answer: who keeps others waiting is not let off.
 */
export async function steadyLatencies(
  { port, headers, body }: { port: number; headers: Record<string, string>; body: string },
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Latencies> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 256 });
  const took: number[] = [];
  const send = async (dueMs: number) => {
    const answer = await pool.request({ method: 'POST', path: '/v1/chat/completions', headers, body });
    await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`a steady request was answered ${answer.statusCode}`);
    took.push(performance.now() - dueMs);
  };
  const sent: Promise<void>[] = [];
  const startMs = performance.now();
  for (let i = 0; i < perSecond * seconds; i++) {
    const dueMs = startMs + (i * 1000) / perSecond;
    const aheadMs = dueMs - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    sent.push(send(dueMs));
  }
  await Promise.all(sent);
  await pool.close();
  const sorted = took.sort((a, b) => a - b);
  return { p50Ms: percentile(sorted, 50), p99Ms: percentile(sorted, 99) };
}
