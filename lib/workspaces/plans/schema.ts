import * as z from 'zod';
import { METRICS, SCOPES } from '../../plans/limit';
import { counter, type PublishedPlanView, uploadSizesInput, windowText } from '../../plans/schema';

/** One limit of a plan as an editor sends it, in the form in which `GET /api/manage/catalogs` shows it. */
const planLimitInput = z.strictObject({
  metric: z.enum(METRICS),
  /** null: every resource */
  resource: z
    .string()
    .regex(/^[a-z][a-z_-]{0,39}$/, 'must be the name of a resource such as "chat", or null for all')
    .nullable()
    .default(null),
  scope: z.enum(SCOPES),
  window: windowText,
  /** null is unlimited (still metered), 0 is "not in this plan"; cost is in micro-units */
  limit: counter.nullable(),
  /** What a member may set a key to; null: the limit. */
  ceiling: counter.nullable().default(null),
  /** A number agreed with each workspace: the limit stays null here. */
  custom: z.boolean().default(false),
});
export type PlanLimitInput = z.infer<typeof planLimitInput>;

const fields = {
  name: z.string().trim().min(1, 'must not be empty').max(60),
  /** Whether keys may exist on this plan. */
  api_access: z.boolean(),
  /** 1 low to 4 critical: who waits when an upstream is saturated. */
  priority: z.number().int().min(1, 'must be at least 1').max(4, 'must be at most 4'),
  limits: z.array(planLimitInput).max(20),
  /** What one upload may carry; null: no uploads. */
  sizes: uploadSizesInput.nullable(),
};

/** `PATCH /api/manage/plans/{id}` */
export const editPlanInput = z.strictObject({
  name: fields.name.optional(),
  api_access: fields.api_access.optional(),
  priority: fields.priority.optional(),
  /** Replaces all limits of the plan. */
  limits: fields.limits.optional(),
  /** Replaces all upload sizes; null takes uploads out of the plan. */
  sizes: fields.sizes.optional(),
  /** The catalog's `rev` that the edit was made on: refused where somebody else edited it since. */
  catalog_rev: z.number().int().optional(),
});
export type EditPlanInput = z.infer<typeof editPlanInput>;

/** `POST /api/manage/catalogs/{id}/plans` */
export const createPlanInput = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens'),
  name: fields.name,
  api_access: fields.api_access.default(true),
  priority: fields.priority.default(1),
  limits: fields.limits,
  sizes: fields.sizes.default(null),
});

const isAddress = (text: string): boolean =>
  /^\/(?!\/)\S*$/.test(text) || (/^https?:\/\//.test(text) && URL.canParse(text));

/** `PATCH /api/manage/catalogs/{id}` */
export const editCatalogInput = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(60).optional(),
  /** A web address, or a path of this Headroom. */
  upgrade_url: z
    .string()
    .max(300)
    .refine(isAddress, 'must be a web address, or a path such as "/plans"')
    .optional(),
  sales_email: z.email('must be an e-mail address').max(200).optional(),
});

/** A plan as its editor shows it: with who it binds. */
export interface PlanDetailView extends PublishedPlanView {
  catalog: { id: string; name: string; currency: string; time_zone: string; rev: number };
  /** Workspaces on it, and keys pinned to it. */
  workspaces: number;
  keys: number;
}
