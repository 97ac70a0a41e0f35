import { limitWords } from '@/components/usage/limit-words';
import { limitId, parseWindow } from '@/lib/plans/limit';
import type { WorkspaceView } from '@/lib/workspaces/schema';

interface Option {
  /** A limit's id; '' is every limit. */
  value: string;
  label: string;
}

type Shaped = Parameters<typeof limitId>[0];

/** The limits that a rule may watch: the plan's, those set for the workspace, budgets of keys, and one already chosen. */
export function limitOptions(workspace: WorkspaceView, chosen: string | null): Option[] {
  const ids = new Set<string>();
  const all = [
    ...workspace.plan.limits.map((limit) => ({ ...limit, capacity: limit.limit })),
    ...workspace.overrides,
  ];
  for (const { metric, resource, scope, window, capacity } of all)
    if (capacity !== 0)
      ids.add(limitId({ metric, resource: resource ?? '', scope, window: parseWindow(window) } as Shaped));
  ids.add('key:cost/*/lifetime');
  ids.add(`key:cost/*/month ${workspace.catalog.time_zone} 1`);
  if (chosen) ids.add(chosen);
  return [
    { value: '', label: 'Every limit' },
    ...[...ids].map((value) => ({ value, label: limitWords(value) })),
  ];
}
