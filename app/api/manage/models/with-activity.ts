import type { ManagedModelRow, ManagedModelView, ModelActivity } from '@/lib/models/schema';
import { type ModelUse, modelActivity } from '@/lib/usage/model-activity';

const HOUR_MS = 3_600_000;

/** Models with what they were asked for in the last hour. */
export async function withActivity(models: ManagedModelView[]): Promise<ManagedModelRow[]> {
  if (models.length === 0) return [];
  const uses = await modelActivity(new Date(Date.now() - HOUR_MS));
  return models.map((model) => ({ ...model, last_hour: activityOf(model, uses) }));
}

/** The ledger knows requests by the model's own name, a name with a star included. */
function activityOf({ catalog, name }: ManagedModelView, uses: readonly ModelUse[]): ModelActivity {
  const own = uses.filter((use) => use.catalogId === catalog && use.model === name);
  const sum = (of: (use: ModelUse) => number) => own.reduce((total, use) => total + of(use), 0);
  const requests = sum((use) => use.requests);
  return {
    requests,
    failed: sum((use) => use.failed),
    duration_ms: requests === 0 ? null : Math.round(sum((use) => use.durationMs) / requests),
  };
}
