import { toCsv } from '../csv';
import type { AuditView } from './schema';

const COLUMNS = [
  'at',
  'action',
  'target_kind',
  'target_id',
  'target',
  'actor_kind',
  'actor_id',
  'actor',
  'ip',
  'workspace_id',
  'before',
  'after',
];

const row = ({ actor, target, before, after, ...rest }: AuditView) => ({
  ...rest,
  actor_kind: actor.kind,
  actor_id: actor.id,
  actor: actor.name,
  target_kind: target.kind,
  target_id: target.id,
  target: target.name,
  before: before === null ? '' : JSON.stringify(before),
  after: after === null ? '' : JSON.stringify(after),
});

/** Audit entries as the pieces of one CSV; what they changed is JSON. */
export async function* auditPieces(pages: AsyncIterable<readonly AuditView[]>): AsyncGenerator<string> {
  yield toCsv([], COLUMNS);
  for await (const page of pages) yield toCsv(page.map(row), COLUMNS, false);
}
