import { db } from '../db/client';
import type { Prisma } from '../db/generated/client';
import { mapInTurns } from '../in-turns';
import { log } from '../log';
import { processState } from '../process-state';

/**
 * The limits as a decision left them, of each key's last admitted requests: what the request explorer shows
 * beside a request's cost. Collected in memory and written every few seconds, so that the way of a request pays
 * for one push; a killed process loses its last ones, a flood is kept in part.
 */

export interface AdmittedDecision {
  /** The request's id. */
  id: string;
  /** Store time of the decision. */
  atMs: number;
  workspaceId: string;
  /** The key's id, or `session`. */
  keyId: string;
  /** `KeptLimit[]`, spelled only when it is written. */
  limits: () => Prisma.InputJsonArray;
}

interface Pending {
  decisions: AdmittedDecision[];
  timer: NodeJS.Timeout | null;
}
const pending = () => processState<Pending>('usage.decisions', () => ({ decisions: [], timer: null }));

const FLUSH_MS = 2000;
/** Between two flushes; with it, all requests are kept up to 200 a second of an instance. */
const MOST = 400;
/** Of each key; a workspace's sessions share one place. */
const DECISIONS_KEPT = 200;

/** Remembers one admitted request's decision. Costs no I/O. */
export function keepDecision(decision: AdmittedDecision): void {
  const state = pending();
  if (state.decisions.length >= MOST) return;
  state.decisions.push(decision);
  if (state.timer) return;
  state.timer = setTimeout(() => void flushDecisions(), FLUSH_MS);
  state.timer.unref();
}

/** Spelling one takes a twentieth of a millisecond. */
const SPELLED_AT_ONCE = 20;

/** More in one text would hold up the requests that wait meanwhile: it is copied several times on its way. */
const INSERTED_AT_ONCE = 40;

/** One text for many rows: as a parameter for each column, hundreds of rows cost more than the requests they tell of. */
const INSERT = `
INSERT INTO decision_receipts (id, at, workspace_id, key_id, limits)
SELECT id, at, workspace_id, key_id, limits
FROM jsonb_to_recordset($1::jsonb) AS rows(id uuid, at timestamptz, workspace_id uuid, key_id text, limits jsonb)
ON CONFLICT (id) DO NOTHING`;

/** Leaves the newest of each key that was just written; rows that another instance is deleting are its own. */
const PRUNE = `
DELETE FROM decision_receipts WHERE id IN (
  SELECT r.id
  FROM unnest($1::uuid[], $2::text[]) AS touched(workspace_id, key_id)
  CROSS JOIN LATERAL (
    SELECT k.at FROM decision_receipts k
    WHERE k.workspace_id = touched.workspace_id AND k.key_id = touched.key_id
    ORDER BY k.at DESC OFFSET ${DECISIONS_KEPT - 1} LIMIT 1
  ) AS last
  JOIN decision_receipts r ON r.workspace_id = touched.workspace_id AND r.key_id = touched.key_id
    AND r.at < last.at
  FOR UPDATE OF r SKIP LOCKED)`;

/** No more than are kept of each key: the others would be deleted as soon as they are written. */
function newestOfEachKey(decisions: readonly AdmittedDecision[]): AdmittedDecision[][] {
  const ofKeys = new Map<string, AdmittedDecision[]>();
  for (const decision of decisions) {
    const key = `${decision.workspaceId} ${decision.keyId}`;
    const ofKey = ofKeys.get(key);
    if (ofKey) ofKey.push(decision);
    else ofKeys.set(key, [decision]);
  }
  return [...ofKeys.values()].map((ofKey) => ofKey.slice(-DECISIONS_KEPT));
}

const spell = ({ id, atMs, workspaceId, keyId, limits }: AdmittedDecision): string =>
  JSON.stringify({ id, at: new Date(atMs), workspace_id: workspaceId, key_id: keyId, limits: limits() });

/** Writes what was kept; also to be called when the process stops. Never rejects: these are worth no second try. */
export async function flushDecisions(): Promise<void> {
  const state = pending();
  const { decisions } = state;
  if (state.timer) clearTimeout(state.timer);
  Object.assign(state, { decisions: [], timer: null });
  if (decisions.length === 0) return;
  const newest = newestOfEachKey(decisions);
  const touched = newest.flatMap((ofKey) => ofKey.slice(0, 1));
  try {
    const rows = await mapInTurns(newest.flat(), spell, SPELLED_AT_ONCE);
    for (let from = 0; from < rows.length; from += INSERTED_AT_ONCE) {
      await db().$executeRawUnsafe(INSERT, `[${rows.slice(from, from + INSERTED_AT_ONCE).join()}]`);
    }
    await db().$executeRawUnsafe(
      PRUNE,
      touched.map((d) => d.workspaceId),
      touched.map((d) => d.keyId),
    );
  } catch (error) {
    log().warn(
      { err: error, count: decisions.length },
      'decisions could not be kept for the request explorer',
    );
  }
}
