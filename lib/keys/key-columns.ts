import ipaddr from 'ipaddr.js';
import type { Access } from '../auth/access';
import { db } from '../db/client';
import { AppError } from '../errors';
import { parseMoney } from '../money';
import { type KeyWorkspace, noApiAccess } from './key-workspace';
import type { CreateKeyInput, UpdateKeyInput } from './schema';
import { requireWithinTier } from './within-tier';

type Input = CreateKeyInput | UpdateKeyInput;

const wrong = (field: string, message: string, more: Record<string, unknown> = {}) =>
  new AppError('invalid_request', message, { field, ...more });

/**
 * A key's fields as columns, each checked against its workspace. Fields that are not given are left out.
 * @param pinnedPlanId the tier the key has so far
 * @throws AppError `invalid_request` naming the field and what it may be
 */
export async function keyColumns(
  workspace: KeyWorkspace,
  input: Input,
  access: Access,
  pinnedPlanId: string | null = null,
) {
  const planId = input.plan === undefined ? pinnedPlanId : pinnedTier(workspace, input.plan);
  await requireWithinTier(workspace, planId, input, access);
  if (input.models) await requireModels(workspace, input.models);
  return {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.plan !== undefined && { planId }),
    ...(input.rpm !== undefined && { rpm: input.rpm }),
    ...(input.tpm !== undefined && { tpm: input.tpm }),
    ...(input.budget !== undefined && budgetColumns(input.budget)),
    ...(input.expires_at !== undefined && { expiresAt: future(input.expires_at) }),
    ...(input.models && { models: input.models }),
    ...(input.ips && { ips: input.ips.map(addressRange) }),
    ...(input.scopes && { scopes: input.scopes }),
  };
}

/** A tier of the same catalog, at most the workspace's own. */
function pinnedTier(workspace: KeyWorkspace, slug: string | null): string | null {
  if (slug === null) return null;
  const { catalog, plan: own } = workspace;
  const choices = catalog.plans.filter((plan) => plan.rank <= own.rank && plan.apiAccess);
  const allowed = choices.map((plan) => plan.slug);
  const plan = catalog.plans.find((candidate) => candidate.slug === slug);
  if (!plan) {
    throw wrong('plan', `There is no plan "${slug}" in ${catalog.name}. Use one of: ${allowed.join(', ')}.`, {
      allowed,
    });
  }
  if (plan.rank > own.rank) {
    throw wrong(
      'plan',
      `A key's tier can be at most the workspace's plan, ${own.name}. Use one of: ${allowed.join(', ')}.`,
      { allowed },
    );
  }
  if (!plan.apiAccess) throw noApiAccess(workspace, plan.name);
  return plan.id;
}

function budgetColumns(budget: Input['budget']) {
  if (!budget) return { budgetMicros: null, budgetPeriod: null };
  return { budgetMicros: parseMoney(budget.amount, 'budget.amount'), budgetPeriod: budget.period };
}

function future(instant: string | null): Date | null {
  if (instant === null) return null;
  const date = new Date(instant);
  if (date.getTime() > Date.now()) return date;
  throw wrong('expires_at', 'expires_at must lie in the future. Leave it out for a key that never expires.');
}

async function requireModels({ catalogId, catalog }: KeyWorkspace, models: string[]): Promise<void> {
  if (models.length === 0) return;
  const rows = await db().model.findMany({
    where: { catalogId, enabled: true },
    orderBy: { position: 'asc' },
    select: { name: true, listed: true },
  });
  const missing = models.find((model) => !rows.some((row) => covers(row.name, model)));
  if (missing === undefined) return;
  const allowed = rows.filter((row) => row.listed).map((row) => row.name);
  throw wrong('models', `There is no model "${missing}" in ${catalog.name}. Use: ${allowed.join(', ')}.`, {
    allowed,
  });
}

/** A model's name may end in a star, which stands for any ending. */
const covers = (name: string, model: string): boolean =>
  name.endsWith('*') ? model.startsWith(name.slice(0, -1)) : name === model;

function addressRange(text: string): string {
  const [address = '', bits] = text.trim().split('/');
  const whole = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  const most = address.includes(':') ? 128 : 32;
  const known = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  // A zone (%eth0) is a name of one machine's; callers by IPv4 are known by their four numbers.
  const mapped = whole && most === 128 && ipaddr.IPv6.parse(address).isIPv4MappedAddress();
  if (whole && known && !mapped && !address.includes('%')) return text.trim();
  throw wrong(
    'ips',
    `"${text}" is no IP address or range. Write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.`,
  );
}
