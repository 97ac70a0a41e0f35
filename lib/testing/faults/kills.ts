import type { Step } from './line';
import type { Member, Rig } from './rig';

/** A kill -9 at a named step: who dies, and on which line the step is seen. */
export interface Kill {
  name: string;
  victim: 'app' | 'redis' | 'postgres';
  line: 'store' | 'database' | 'upstream';
  step: Step;
}

const on =
  (line: Kill['line'], asks: RegExp) =>
  (victim: Kill['victim'], at: Step['at'], name: string): Kill => ({
    name: `${victim}: ${name}`,
    victim,
    line,
    step: { asks, at },
  });

const decide = on('store', /\bdecide\b/);
const settle = on('store', /\bsettle\b/);
const renew = on('store', /^renew$/);
const grow = on('store', /^grow$/);
const trim = on('store', /^XTRIM /);
const upstream = on('upstream', /^POST /);
const write = on('database', /INSERT INTO usage_events/);
const move = on('database', /INSERT INTO stream_cursors/);
const commit = on('database', /^COMMIT$/);
const order = on('database', /INSERT INTO settle_orders/);
const replay = on('database', /UPDATE settle_orders SET next_at/);

/** Each is a kill, or several that belong together: the later steps come only because of the first. */
export const KILLS: Kill[][] = [
  [decide('app', 'after', 'decided, not told')],
  [upstream('app', 'after', 'answered by the upstream, not settled')],
  [settle('app', 'after', 'settled, not answered')],
  [commit('app', 'before', 'ledger written, not committed')],
  [trim('app', 'before', 'ledger committed, not trimmed')],
  [decide('redis', 'after', 'decided, not told')],
  [settle('redis', 'before', 'a settle on its way')],
  [settle('redis', 'after', 'settled, not acknowledged')],
  [write('postgres', 'before', 'the ledger about to be written')],
  [commit('postgres', 'after', 'committed, not acknowledged')],
];

/** With these a long run has each step three times. */
export const MORE_KILLS: Kill[][] = [
  [decide('app', 'before', 'about to decide')],
  [upstream('app', 'before', 'about to call the upstream')],
  [settle('app', 'before', 'about to settle')],
  [renew('app', 'before', 'about to renew')],
  [renew('app', 'after', 'renewed, not told')],
  [grow('app', 'after', 'grown, not told')],
  [write('app', 'after', 'ledger written, cursor not moved')],
  [move('app', 'after', 'cursor moved, not committed')],
  [commit('app', 'after', 'ledger committed, not told')],
  [decide('redis', 'before', 'about to decide')],
  [renew('redis', 'after', 'renewed, not told')],
  [grow('redis', 'before', 'about to grow')],
  [trim('redis', 'before', 'about to trim')],
  [trim('redis', 'after', 'trimmed, not told')],
  [
    settle('redis', 'after', 'settled, not acknowledged'),
    order('app', 'before', 'about to order that settle'),
  ],
  [settle('redis', 'before', 'a settle on its way'), order('app', 'after', 'that settle ordered')],
  [settle('redis', 'before', 'a settle on its way'), order('postgres', 'before', 'about to take its order')],
  [settle('redis', 'before', 'a settle on its way'), replay('app', 'after', 'its order taken for replay')],
  [move('postgres', 'before', 'the cursor about to move')],
  [commit('postgres', 'before', 'about to commit')],
];

/** With no traffic left: an instance leaves a reservation behind, and another dies when it has reaped that. */
export const LAST_WORDS = decide('app', 'after', 'decided, not told');
export const REAPER = settle('app', 'after', 'reaped, not told');

/** The rarest step is a reaper's, for which a lease and a time of grace have to end. */
const STEP_WITHIN_MS = 90_000;

/** Waits for the step, kills at it, and starts anew what died. @throws Error where the step never comes */
export async function killAt(rig: Rig, { name, victim, line, step }: Kill): Promise<void> {
  const died = await new Promise<Member>((resolve, reject) => {
    const traps: (() => void)[] = [];
    const late = setTimeout(() => {
      for (const forget of traps) forget();
      reject(new Error(`The step "${name}" did not come.`));
    }, STEP_WITHIN_MS);
    for (const member of rig.members) {
      const spring = () => {
        clearTimeout(late);
        for (const forget of traps) forget();
        if (victim === 'app') member.instance.kill();
        else rig[victim]?.kill();
        resolve(member);
      };
      traps.push(member[line].trap(step, spring));
    }
  });
  if (victim === 'app') await died.instance.start();
  else await rig[victim]?.start();
}
