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

const decide = on('store', /^decide$/);
const settle = on('store', /^settle$/);
const trim = on('store', /^XTRIM /);
const upstream = on('upstream', /^POST /);
const write = on('database', /INSERT INTO usage_events/);
const move = on('database', /INSERT INTO stream_cursors/);
const commit = on('database', /^COMMIT$/);

/** The ten of the short run come first. The ledger's reader is killed as the instance that it runs in. */
export const KILLS: Kill[] = [
  decide('app', 'after', 'decided, not told'),
  upstream('app', 'after', 'answered by the upstream, not settled'),
  settle('app', 'after', 'settled, not answered'),
  commit('app', 'before', 'ledger written, not committed'),
  trim('app', 'before', 'ledger committed, not trimmed'),
  decide('redis', 'after', 'decided, not told'),
  settle('redis', 'before', 'a settle on its way'),
  settle('redis', 'after', 'settled, not acknowledged'),
  write('postgres', 'before', 'the ledger about to be written'),
  commit('postgres', 'after', 'committed, not acknowledged'),
  decide('app', 'before', 'about to decide'),
  upstream('app', 'before', 'about to call the upstream'),
  settle('app', 'before', 'about to settle'),
  write('app', 'after', 'ledger written, cursor not moved'),
  move('app', 'after', 'cursor moved, not committed'),
  commit('app', 'after', 'ledger committed, not told'),
  decide('redis', 'before', 'about to decide'),
  trim('redis', 'before', 'about to trim'),
  trim('redis', 'after', 'trimmed, not told'),
  move('postgres', 'before', 'the cursor about to move'),
  commit('postgres', 'before', 'about to commit'),
];

const STEP_WITHIN_MS = 20_000;

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
