import { createHash } from 'node:crypto';
import { DECIDE } from '../limits/lua/decide';
import { SETTLE } from '../limits/lua/settle';
import { TOGETHER } from '../limits/lua/together';

/** A decision or a settle in a call to the store. */
export interface Carried {
  what: 'decide' | 'settle';
  /** The reservation. */
  id: string;
}

const RESERVATION = /:r:([0-9a-f-]{36})$/;
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

/** The SHA-1 of the script that a command runs, by its sha or in full; '' for any other command. */
export function scriptOf([verb = '', text = '']: readonly string[]): string {
  return /^evalsha$/i.test(verb) ? text : /^eval$/i.test(verb) ? sha1(text) : '';
}

/** What a command decides and settles, in the order in which the store does it. */
export function carriedBy(command: readonly string[]): Carried[] {
  const sha = scriptOf(command);
  const count = Number(command[2]);
  const ids = command.slice(3, 3 + count).flatMap((key) => RESERVATION.exec(key)?.[1] ?? []);
  if (sha === TOGETHER.sha) {
    const [, ...calls] = JSON.parse(command[3 + count] ?? '[]') as number[];
    return calls.map((policy, i) => ({ what: policy > 0 ? 'decide' : 'settle', id: ids[i] ?? '' }));
  }
  const what = sha === DECIDE.sha ? 'decide' : sha === SETTLE.sha ? 'settle' : null;
  return what && ids[0] ? [{ what, id: ids[0] }] : [];
}
