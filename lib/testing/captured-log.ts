import { Writable } from 'node:stream';
import pino from 'pino';
import { describeError, onlyAllowed } from '../log';
import { processState } from '../process-state';

/** Has this process log everything, as configured, into memory. Call it before anything logs. @returns what was logged */
export function captureLog(): () => string {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  processState('log', () =>
    pino({ level: 'trace', formatters: { log: onlyAllowed }, serializers: { err: describeError } }, stream),
  );
  return () => text;
}
