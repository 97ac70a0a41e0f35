import pino, { type Logger } from 'pino';
import { env } from './env';
import { stateAtHand } from './process-state';

/** The only fields whose values reach the log; any other is shown as `[hidden]`. Messages are fixed texts. */
const ALLOWED = new Set([
  'requestId',
  'method',
  'path',
  'status',
  'code',
  'durationMs',
  'source',
  'workspaceId',
  'keyId',
  'userId',
  'catalogId',
  'actorId',
  'kind',
  'subjectId',
  'rev',
  'shard',
  'streamId',
  'count',
  'pending',
  'lagMs',
  'attempt',
  'port',
  'name',
  'model',
  'outcome',
  'unbilledMicros',
  'err',
]);

/** Runs of letters and digits as long as our secrets, and credentials inside URLs. */
const SECRET = /[0-9A-Za-z_-]{36,}|(?<=:\/\/)[^\s/@]+(?=@)/g;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An error for the log: its name, message and stack without anything that looks like a secret. */
export function describeError(error: unknown): Record<string, string> {
  const scrub = (text: string) => text.slice(0, 4000).replace(SECRET, (m) => (UUID.test(m) ? m : '[hidden]'));
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  return { name: error.name, message: scrub(error.message), stack: scrub(error.stack ?? '') };
}

/** Keeps the values of allowed fields and hides the rest. */
export function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, ALLOWED.has(name) ? value : '[hidden]']),
  );
}

/** The process's structured log, on standard output. Never hand it keys, tokens, prompts or answers. */
export const log = stateAtHand<Logger>('log', () =>
  pino({
    level: env().LOG_LEVEL,
    formatters: { log: onlyAllowed },
    serializers: { err: describeError },
  }),
);
