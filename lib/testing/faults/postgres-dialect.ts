import { type Asked, type Dialect, Pending } from './dialect';

/** The end of a message: a type byte (none in the first of a connection), a length that counts itself, the rest. */
function endOf(bytes: Buffer, at: number, typed: boolean): number {
  const head = at + (typed ? 1 : 0);
  if (bytes.length < head + 4) return -1;
  const end = head + bytes.readInt32BE(head);
  return end <= bytes.length ? end : -1;
}

const cString = (bytes: Buffer, at: number): string => bytes.toString('utf8', at, bytes.indexOf(0, at));

/**
 * PostgreSQL's protocol, version 3. A statement is told by its SQL when it is parsed or asked simply; the server says
 * `ready` (Z) once for each simple query and each Sync, so that is what answers it.
 */
export function postgresDialect(): Dialect {
  const [asked, answered] = [new Pending(), new Pending()];
  let [started, syncs, ready] = [false, 0, 0];
  return {
    requests(chunk) {
      const found: Asked[] = [];
      asked.read(chunk, (bytes, at) => {
        const end = endOf(bytes, at, started);
        if (end === -1) return -1;
        const type = started ? String.fromCharCode(bytes[at] ?? 0) : '';
        started = true;
        // The first `ready` ends the log-in, which no Sync asks for.
        if (type === 'Q') found.push({ text: cString(bytes, at + 5), reply: ++syncs + 1 });
        else if (type === 'S') syncs += 1;
        else if (type === 'P')
          found.push({ text: cString(bytes, bytes.indexOf(0, at + 5) + 1), reply: syncs + 2 });
        return end;
      });
      return found;
    },
    replies(chunk) {
      answered.read(chunk, (bytes, at) => {
        const end = endOf(bytes, at, true);
        if (end !== -1 && bytes[at] === 90) ready += 1; // Z
        return end;
      });
      return ready;
    },
  };
}
