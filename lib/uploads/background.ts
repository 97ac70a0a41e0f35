import { quietly, startRounds } from '../rounds';
import { applyDue } from './releases';
import { forgetLocks } from './resumable/upload-lock';
import { endExpired, removeDeleted, removeOrphans } from './sweep';

const RELEASES_MS = 1_000;
const EXPIRED_MS = 15_000;
const ORPHANS_MS = 3_600_000;

/**
 * Gives back what deleted files stored, ends uploads whose time is over and removes what nobody knows any more,
 * until it is stopped. Started by lib/server alone.
 */
export function startSweeper(): { stop(): Promise<void> } {
  const each = (everyMs: number, words: string, work: () => Promise<unknown>) =>
    startRounds(
      everyMs,
      quietly(words, async () => {
        await work();
      }),
    );
  const rounds = [
    each(RELEASES_MS, 'stored bytes cannot be given back; tried again', () => applyDue()),
    each(EXPIRED_MS, 'expired uploads cannot be ended; tried again', endExpired),
    each(EXPIRED_MS, 'files of deleted workspaces cannot be removed; tried again', removeDeleted),
    each(ORPHANS_MS, 'locks of ended uploads cannot be removed; tried again', forgetLocks),
    each(ORPHANS_MS, 'orphaned objects cannot be removed; tried again', () => removeOrphans()),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((one) => one.stop()));
    },
  };
}
