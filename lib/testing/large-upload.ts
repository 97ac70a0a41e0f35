import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const CHUNK = Buffer.alloc(256 << 10, 'a line of text\n');

/** The beginning of a film: what tells its kind. */
export const FILM_HEAD = Buffer.concat([
  Buffer.from([0, 0, 0, 0x18]),
  Buffer.from('ftypmp42\0\0\0\0mp42isom', 'latin1'),
]);

interface LargeRequest {
  port: number;
  method: string;
  path: string;
  headers: Record<string, string>;
  /** Of the whole body. */
  bytes: number;
  /** What the body begins with; the rest is text. */
  head?: Buffer;
}

/** Sends a body as fast as it is taken. @returns the answer, and how long it took from the first byte to that */
export async function sendLarge({
  port,
  method,
  path,
  headers,
  bytes,
  head = Buffer.alloc(0),
}: LargeRequest) {
  const request = http.request({
    ...{ port, host: '127.0.0.1', method, path },
    headers: { ...headers, 'content-length': bytes },
  });
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  const startedMs = performance.now();
  if (head.length > 0) request.write(head);
  for (let sent = head.length; sent < bytes; ) {
    const piece = CHUNK.subarray(0, Math.min(CHUNK.length, bytes - sent));
    sent += piece.length;
    if (!request.write(piece)) await Promise.race([once(request, 'drain'), answered]);
  }
  request.end();
  const [response] = await answered;
  const tookMs = performance.now() - startedMs;
  let body = '';
  for await (const text of response.setEncoding('utf8')) body += text;
  return { status: response.statusCode ?? 0, headers: response.headers, body, tookMs };
}

/** What of a process is in memory now, in bytes (Linux). */
export function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** Watches a process while something runs. @returns the most that was in memory */
export async function peakWhile<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ result: T; peakBytes: number }> {
  let peakBytes = residentBytes(pid);
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(pid));
  }, 20);
  try {
    return { result: await work(), peakBytes };
  } finally {
    clearInterval(watch);
  }
}
