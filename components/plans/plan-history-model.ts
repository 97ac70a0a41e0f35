import type { PlanChangeView, UpgradeRequestView, UpgradeStatus } from '@/lib/workspaces/upgrades/schema';

export interface HistoryEntry {
  id: string;
  at: string;
  what: string;
  by: string;
  status: UpgradeStatus | null;
  /** What people wrote to each other about it. */
  notes: string[];
}

/** Requests and changes of plan as one story, newest first; an approved request is its change's first half. */
export function planHistory(
  requests: readonly UpgradeRequestView[],
  changes: readonly PlanChangeView[],
): HistoryEntry[] {
  const asked = requests.map((request): HistoryEntry => {
    const notes = [
      ...(request.note ? [`${request.requested_by.name}: “${request.note}”`] : []),
      ...(request.decision_note ? [`${request.decided_by?.name}: “${request.decision_note}”`] : []),
    ];
    return {
      id: request.id,
      at: request.decided_at ?? request.created_at,
      what: `Request for ${request.to.name}, from ${request.from.name}`,
      by: request.decided_by?.name ?? request.requested_by.name,
      status: request.status,
      notes,
    };
  });
  const made = changes.map(
    (change): HistoryEntry => ({
      id: change.id,
      at: change.at,
      what: change.from
        ? `Moved from ${change.from.name} to ${change.to.name}`
        : `Started on ${change.to.name}`,
      by: change.by,
      status: null,
      notes: [],
    }),
  );
  return [...asked, ...made].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1));
}
