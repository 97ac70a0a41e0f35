import * as z from 'zod';
import type { ListedHoldView, ReleasedHoldView } from '../../../admission/hold-schema';
import type { AuditView } from '../../../audit/schema';
import type { CreatedTokenView, TokenView } from '../../../auth/token-schema';
import type { CreatedKeyView, KeyView } from '../../../keys/schema';
import { limitInput } from '../../../plans/schema';
import type {
  AdminOverviewView,
  DeletedWorkspaceView,
  MemberView,
  MeView,
  QuotaView,
  WorkspaceRow,
  WorkspaceView,
} from '../../../workspaces/schema';
import type { PlanChangeView, UpgradeRequestView } from '../../../workspaces/upgrades/schema';
import { text, viewOf, whole } from '../operation';
import { amountsByMetric, limit, publishedPlan, quotaAt, uploadSizes } from './limits';

const role = z.enum(['owner', 'admin', 'developer', 'viewer']);
const person = z.object({ id: text, name: text, email: text });
const planName = z.object({ slug: text, name: text });

const keyShape = {
  id: text,
  workspace_id: text,
  name: text,
  prefix: text,
  last4: text,
  plan: text.nullable().meta({ description: 'Slug of the plan it is pinned to; null follows the workspace' }),
  rpm: whole.nullable(),
  tpm: whole.nullable(),
  budget: z
    .object({
      amount: text,
      period: z.enum(['lifetime', 'month']),
      used_micros: whole,
      limit_micros: whole,
    })
    .nullable(),
  scopes: z.array(text),
  models: z.array(text),
  ips: z.array(text),
  owner: person,
  status: z.enum(['active', 'near_budget', 'expiring', 'expired', 'revoked']),
  created_at: text,
  expires_at: text.nullable(),
  revoked_at: text.nullable(),
  last_used_at: text.nullable(),
  sparkline: z.array(whole).meta({ description: 'Admitted requests of the last 36 hours, oldest first' }),
};
export const key = viewOf<KeyView>()('Key', z.object(keyShape));
export const createdKey = viewOf<CreatedKeyView>()(
  'CreatedKey',
  z.object({ ...keyShape, key: text.meta({ description: 'The key itself, shown this once' }) }),
);

export const workspace = viewOf<WorkspaceView>()(
  'Workspace',
  z.object({
    id: text,
    name: text,
    catalog: z.object({ id: text, name: text, currency: text, time_zone: text, key_prefix: text }),
    plan: publishedPlan,
    overrides: z.array(limitInput),
    sizes: uploadSizes.nullable().meta({ description: 'Upload sizes in force; null: no uploads' }),
    sizes_set_by: z.enum(['plan', 'workspace']),
    suspended: z.boolean(),
    origins: z.array(text).meta({ description: 'Pages from which a browser may call with a key (CORS)' }),
    created_at: text,
    role: role.nullable().meta({ description: 'The caller’s; null for an admin who is no member' }),
  }),
);

export const deletedWorkspace = viewOf<DeletedWorkspaceView>()(
  'DeletedWorkspace',
  z.object({
    id: text,
    deleted_at: text,
    members: whole,
    keys: whole.meta({ description: 'Those that worked until then' }),
    files: whole.meta({ description: 'They go from storage within a minute' }),
  }),
);

export const workspaceRow = viewOf<WorkspaceRow>()(
  'WorkspaceRow',
  z.object({
    id: text,
    name: text,
    catalog: text,
    plan: planName,
    currency: text,
    owner_email: text.nullable(),
    members: whole,
    keys: whole,
    custom_limits: whole,
    suspended: z.boolean(),
    requests_24h: whole,
    created_at: text,
  }),
);

export const member = viewOf<MemberView>()('Member', z.object({ user: person, role, since: text }));

export const me = viewOf<MeView>()(
  'Me',
  z.object({
    user: z.object({ id: text, name: text, email: text, platform_admin: z.boolean() }),
    workspaces: z.array(
      z.object({
        id: text,
        name: text,
        role,
        catalog: text,
        plan: text,
        files: z.boolean().meta({ description: 'Whether its plan takes files' }),
      }),
    ),
    current_workspace_id: text.nullable(),
    acting: z
      .object({ workspace: z.object({ id: text, name: text }), write: z.boolean(), until: text })
      .nullish()
      .meta({ description: 'The workspace that a platform admin acts in, in this session' }),
  }),
);

export const quota = viewOf<QuotaView>()('Quota', z.object({ data: z.array(limit), at: quotaAt }));

const tokenShape = {
  id: text,
  name: text,
  last4: text,
  workspace_id: text.nullable(),
  created_at: text,
  expires_at: text.nullable(),
  revoked_at: text.nullable(),
  last_used_at: text.nullable(),
};
export const token = viewOf<TokenView>()('Token', z.object(tokenShape));
export const createdToken = viewOf<CreatedTokenView>()(
  'CreatedToken',
  z.object({ ...tokenShape, token: text.meta({ description: 'The token itself, shown this once' }) }),
);

export const audit = viewOf<AuditView>()(
  'AuditEntry',
  z.object({
    id: text,
    at: text,
    actor: z.object({ kind: z.enum(['user', 'token', 'system']), id: text, name: text }),
    ip: text.nullable(),
    workspace_id: text.nullable(),
    action: text,
    target: z.object({ kind: text, id: text, name: text }),
    before: z.unknown(),
    after: z.unknown(),
  }),
);

const holdShape = {
  id: text,
  workspace_id: text,
  key_id: text.nullable(),
  user_id: text,
  resource: text,
  model: text,
  streamed: z.boolean(),
  admitted_at: text,
  lease_ends_at: text,
  held: amountsByMetric,
  reported: amountsByMetric,
};
export const hold = viewOf<ListedHoldView>()(
  'Hold',
  z.object({
    ...holdShape,
    workspace_name: text.nullable(),
    currency: text.nullable().meta({ description: 'In which its cost is' }),
    key_name: text.nullable(),
    user_name: text.nullable(),
  }),
);
export const releasedHold = viewOf<ReleasedHoldView>()(
  'ReleasedHold',
  z.object({ ...holdShape, charged: amountsByMetric }),
);

export const upgradeRequest = viewOf<UpgradeRequestView>()(
  'UpgradeRequest',
  z.object({
    id: text,
    workspace: z.object({ id: text, name: text, catalog: text }),
    from: planName,
    to: planName,
    current: planName,
    note: text,
    status: z.enum(['open', 'approved', 'declined', 'withdrawn']),
    requested_by: person,
    created_at: text,
    decided_by: person.nullable(),
    decided_at: text.nullable(),
    decision_note: text.nullable(),
  }),
);

export const planChange = viewOf<PlanChangeView>()(
  'PlanChange',
  z.object({ id: text, at: text, from: planName.nullable(), to: planName, by: text }),
);

export const adminOverview = viewOf<AdminOverviewView>()(
  'AdminOverview',
  z.object({
    workspaces: whole,
    suspended: whole,
    people: whole,
    keys: whole,
    open_requests: whole,
    requests_24h: whole,
    denied_24h: whole,
    busiest: z.array(z.object({ id: text, name: text, plan: text, requests: whole, denied: whole })),
  }),
);
