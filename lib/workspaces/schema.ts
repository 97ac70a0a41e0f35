import * as z from 'zod';
import {
  type LimitInput,
  type LimitView,
  limitInput,
  type PublishedPlanView,
  type UploadSizesView,
  uploadSizesInput,
} from '../plans/schema';

export type WorkspaceRole = 'owner' | 'admin' | 'developer' | 'viewer';

/** `POST /api/manage/workspaces` */
export const createWorkspaceInput = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(80),
  /** Catalog id; absent: DEFAULT_CATALOG */
  catalog: z.string().max(40).optional(),
});

/** `GET /api/manage/workspaces` */
export const listWorkspacesQuery = z.strictObject({
  /** Part of a name or of a member's e-mail, or a workspace's id. */
  q: z.string().trim().max(100).optional(),
  catalog: z.string().max(40).optional(),
  /** Plan slug */
  plan: z.string().max(40).optional(),
  suspended: z.enum(['true', 'false']).optional(),
  /** Id of the last workspace of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /api/manage/workspaces/{id}/members` */
export const listMembersQuery = z.strictObject({
  /** Id of the last member's user of the page before. */
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** As browsers send it: scheme, host and port, nothing after them. */
const isOrigin = (text: string): boolean => {
  const { origin, protocol } = URL.canParse(text) ? new URL(text) : { origin: '', protocol: '' };
  return origin === text && /^https?:$/.test(protocol);
};

/** Pages from which a browser may call with a key (CORS). */
const origin = z
  .string()
  .max(255)
  .refine(isOrigin, { message: 'must be an origin such as "https://app.example.com", without a path' });

export const patchWorkspaceInput = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  /** Replaces all; empty allows none. */
  origins: z.array(origin).max(50).optional(),
  /** Plan slug of the workspace's catalog. */
  plan: z.string().max(40).optional(),
  /** Replaces all custom limits. */
  overrides: z.array(limitInput).max(50).optional(),
  /** Upload sizes agreed with this workspace; null: its plan's. */
  sizes: uploadSizesInput.nullable().optional(),
  suspended: z.boolean().optional(),
});
export type PatchWorkspaceInput = z.infer<typeof patchWorkspaceInput>;

/** `DELETE /api/manage/workspaces/{id}` */
export const deleteWorkspaceInput = z.strictObject({
  /** The workspace's name, typed: so that nobody deletes another one by mistake. */
  name: z.string().max(80),
});

/** What went with a workspace. */
export interface DeletedWorkspaceView {
  id: string;
  deleted_at: string;
  members: number;
  /** Those that worked until then. */
  keys: number;
  /** Their objects go from storage within a minute. */
  files: number;
}

export interface WorkspaceView {
  id: string;
  name: string;
  catalog: { id: string; name: string; currency: string; time_zone: string; key_prefix: string };
  plan: PublishedPlanView;
  overrides: LimitInput[];
  /** In force for uploads, and who set them; null: no uploads. */
  sizes: UploadSizesView | null;
  sizes_set_by: 'plan' | 'workspace';
  suspended: boolean;
  /** Pages from which a browser may call with a key (CORS). */
  origins: string[];
  created_at: string;
  /** The caller's role; null for a platform admin who is not a member. */
  role: WorkspaceRole | null;
}

/** A row of the admin's list. */
export interface WorkspaceRow {
  id: string;
  name: string;
  catalog: string;
  plan: { slug: string; name: string };
  currency: string;
  owner_email: string | null;
  members: number;
  keys: number;
  custom_limits: number;
  suspended: boolean;
  requests_24h: number;
  created_at: string;
}

/** One of `GET /api/manage/workspaces/{id}/members` */
export interface MemberView {
  user: { id: string; name: string; email: string };
  role: WorkspaceRole;
  /** When they joined. */
  since: string;
}

/** `GET /api/manage/me` */
export interface MeView {
  user: { id: string; name: string; email: string; platform_admin: boolean };
  workspaces: {
    id: string;
    name: string;
    role: WorkspaceRole;
    catalog: string;
    plan: string;
    /** Whether its plan takes files: it has a storage limit or upload sizes. */
    files: boolean;
  }[];
  /** Set while a platform admin looks at one workspace as its owner does; it is the only one listed then. */
  acting?: { workspace: { id: string; name: string }; write: boolean; until: string } | null;
  /** The workspace the session acts in (header, switcher's cookie, else the oldest). */
  current_workspace_id: string | null;
}

/** `GET /api/manage/workspaces/{id}/quota` and `/api/manage/keys/{id}/quota` */
export interface QuotaView {
  data: LimitView[];
  /** Store time of the look. */
  at: string;
}

/** `GET /api/manage/admin-overview`: all workspaces together; the last 24 hours. */
export interface AdminOverviewView {
  workspaces: number;
  suspended: number;
  people: number;
  /** Keys that are not revoked. */
  keys: number;
  /** Upgrade requests that wait for an answer. */
  open_requests: number;
  requests_24h: number;
  denied_24h: number;
  /** Most refused first, then most used. */
  busiest: { id: string; name: string; plan: string; requests: number; denied: number }[];
}
