import { type Asked, type Dialect, Pending } from './dialect';

/** Where the value that begins at `at` ends (RESP2), or -1 where it is not complete. */
function endOf(bytes: Buffer, at: number): number {
  const line = bytes.indexOf('\r\n', at);
  if (line === -1) return -1;
  const next = line + 2;
  const kind = bytes[at];
  if (kind !== 36 && kind !== 42) return next; // neither $ nor *
  const length = Number(bytes.toString('latin1', at + 1, line));
  if (length < 0) return next;
  if (kind === 36) return next + length + 2 <= bytes.length ? next + length + 2 : -1;
  let end = next;
  for (let i = 0; i < length && end !== -1; i++) end = end < bytes.length ? endOf(bytes, end) : -1;
  return end;
}

/** The words of a command, as clients send them: an array of bulk strings. */
function words(bytes: Buffer, from: number, to: number): string[] {
  const found: string[] = [];
  let at = bytes.indexOf('\r\n', from) + 2;
  while (at < to) {
    const line = bytes.indexOf('\r\n', at);
    const length = Number(bytes.toString('latin1', at + 1, line));
    found.push(bytes.toString('utf8', line + 2, line + 2 + length));
    at = line + 2 + length + 2;
  }
  return found;
}

/** RESP2. A script is told by what `nameOf` calls the command; any other command by its words. */
export function redisDialect(nameOf: (command: string[]) => string | undefined): Dialect {
  const [asked, answered] = [new Pending(), new Pending()];
  let [requests, replies] = [0, 0];
  const textOf = (command: string[]): string => {
    const [name = '', ...rest] = command;
    const verb = name.toUpperCase();
    if (verb === 'EVALSHA' || verb === 'EVAL') return nameOf(command) ?? verb;
    return [verb, ...rest].join(' ');
  };
  return {
    requests(chunk) {
      const found: Asked[] = [];
      asked.read(chunk, (bytes, at) => {
        const end = endOf(bytes, at);
        if (end !== -1) found.push({ text: textOf(words(bytes, at, end)), reply: ++requests });
        return end;
      });
      return found;
    },
    replies(chunk) {
      answered.read(chunk, (bytes, at) => {
        const end = endOf(bytes, at);
        if (end !== -1) replies += 1;
        return end;
      });
      return replies;
    },
  };
}
