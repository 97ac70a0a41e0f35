import type { Actor } from '../actor';
import { AppError } from '../errors';
import { consumerLag } from '../usage/lag';
import { decisionTimes } from './decision-times';
import { orders } from './orders';
import { placeMetrics } from './places/place-metrics';
import { howManyRun } from './running';
import { decisionTally } from './tally';

type Family = Parameters<typeof series>;

/**
 * This instance's figures in Prometheus's text format (version 0.0.4).
 * @param more families of what runs behind admission
 * @throws AppError `forbidden` for anybody but a platform admin or a token of one
 */
export async function metrics(actor: Actor, more: readonly Family[] = []): Promise<string> {
  if (actor.kind !== 'system' && !actor.platformAdmin) {
    throw new AppError('forbidden', 'Metrics are for platform admins. Ask one for a management token.');
  }
  const lag = await consumerLag();
  const decisions = decisionTally().map(
    ({ source, outcome, count }) => [`{source="${source}",outcome="${outcome}"}`, count] as const,
  );
  const times = decisionTimes();
  return [
    series('headroom_decisions_total', 'counter', 'Decisions of this instance, by who made them.', decisions),
    series('headroom_decision_seconds', 'summary', 'How long decisions that the store was asked for took.', [
      ['_sum', times.sumMs / 1000],
      ['_count', times.count],
    ]),
    series('headroom_running_requests', 'gauge', 'Admitted requests that this instance runs.', [
      ['', howManyRun()],
    ]),
    series('headroom_unwritten_orders', 'gauge', 'Settle orders that the database has not taken yet.', [
      ['', orders().unwritten()],
    ]),
    series('headroom_ledger_entries_waiting', 'gauge', 'Finished requests on their way to the ledger.', [
      ['', lag.entries],
    ]),
    series('headroom_ledger_lag_seconds', 'gauge', 'How long the oldest of them has waited.', [
      ['', lag.oldestMs / 1000],
    ]),
    series('headroom_dead_letters', 'gauge', 'Events that the ledger could not read.', [
      ['', lag.deadLetters],
    ]),
    ...[...placeMetrics(), ...more].map((family) => series(...family)),
  ].join('');
}

function series(
  name: string,
  type: 'counter' | 'gauge' | 'summary',
  help: string,
  values: readonly (readonly [labels: string, value: number])[],
): string {
  const lines = values.map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
