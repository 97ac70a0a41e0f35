import { describe, expect, it } from 'vitest';
import { parseWindow } from '../../lib/plans/limit';
import { METERS } from '../../lib/plans/resources';
import { catalogs } from './all';
import type { CatalogData, PlanLimitData } from './catalog';
import { demoModels } from './models';

const catalog = (id: string): CatalogData => {
  const found = catalogs.find((c) => c.id === id);
  if (!found) throw new Error(`no catalog ${id}`);
  return found;
};

const written = (limit: PlanLimitData): string => {
  const capacity = limit.custom ? 'custom' : (limit.capacity ?? 'unlimited');
  const ceiling = limit.ceiling ? ` up to ${limit.ceiling}` : '';
  return `${limit.scope} ${limit.metric}${limit.resource ? `/${limit.resource}` : ''} ${limit.window}: ${capacity}${ceiling}`;
};

/** slug → its limits as text, with access, priority and rank where they differ from the usual. */
const table = (id: string) =>
  Object.fromEntries(catalog(id).plans.map((plan) => [plan.slug, plan.limits.map(written)]));

describe('the catalogs carry every published number', () => {
  it('headroom: rates per key, month and concurrency per workspace', () => {
    expect(table('headroom')).toEqual({
      free: [
        'key requests rolling 60000: 60',
        'key tokens rolling 60000: 100000',
        'workspace requests month UTC 1: 100000',
        'workspace requests concurrent: 50',
      ],
      team: [
        'key requests rolling 60000: 600',
        'key tokens rolling 60000: 1000000',
        'workspace requests month UTC 1: 2000000',
        'workspace requests concurrent: 200',
      ],
      business: [
        'key requests rolling 60000: 3000',
        'key tokens rolling 60000: 10000000',
        'workspace requests month UTC 1: 20000000',
        'workspace requests concurrent: 1000',
      ],
      enterprise: [
        'key requests rolling 60000: unlimited',
        'key tokens rolling 60000: unlimited',
        'workspace requests month UTC 1: unlimited',
        'workspace requests concurrent: unlimited',
      ],
    });
    expect(catalog('headroom').plans.map((p) => p.priority)).toEqual([1, 2, 3, 4]);
  });

  it('ajstudioz: all per key, tokens in 24 rolling hours, Enterprise custom', () => {
    expect(table('ajstudioz')).toEqual({
      free: [
        'key requests rolling 60000: 10',
        'key tokens rolling 86400000: 100000',
        'key requests concurrent: 2',
      ],
      developer: [
        'key requests rolling 60000: 60',
        'key tokens rolling 86400000: 1000000',
        'key requests concurrent: 10',
      ],
      pro: [
        'key requests rolling 60000: 200',
        'key tokens rolling 86400000: 10000000',
        'key requests concurrent: 30',
      ],
      enterprise: [
        'key requests rolling 60000: custom',
        'key tokens rolling 86400000: custom',
        'key requests concurrent: custom',
      ],
    });
    const chat = catalog('ajstudioz').models.filter((m) => m.resource === undefined);
    expect(chat.map((m) => [m.name, m.weight])).toEqual([
      ['gemma3:4b', 1],
      ['gemma3:12b', 2],
      ['gemma3:27b', 4],
    ]);
  });

  it('aicredits: 60 a minute per key, configurable to 10,000; five at a time per user', () => {
    expect(table('aicredits')).toEqual({
      standard: ['key requests rolling 60000: 60 up to 10000', 'user requests concurrent: 5'],
    });
    expect(catalog('aicredits').models.every((m) => /^[a-z]+\/\S+$/.test(m.name))).toBe(true);
    expect(catalog('aicredits').models[0]?.name).toBe('openai/gpt-4o-mini');
  });

  it('aionvision: uploads, storage, descriptions and messages per workspace', () => {
    const plan = (rpm: number, uploads: number, bytes: number | string, ai: number, chat: number) => [
      `key requests rolling 60000: ${rpm}`,
      `workspace requests/uploads concurrent: ${uploads}`,
      `workspace bytes standing: ${bytes}`,
      `workspace descriptions month UTC 1: ${ai}`,
      `workspace messages month UTC 1: ${chat}`,
    ];
    expect(table('aionvision')).toEqual({
      free: plan(10, 10, 1_073_741_824, 15, 10),
      starter: plan(30, 20, 26_843_545_600, 300, 200),
      professional: plan(100, 30, 107_374_182_400, 2_500, 2_000),
      enterprise: plan(500, 50, 'unlimited', 10_000, 5_000),
    });
    expect(catalog('aionvision').plans.map((p) => p.apiAccess)).toEqual([false, true, true, true]);
    const sizes = catalog('aionvision').plans.map((p) => Object.values(p.sizes ?? {}));
    expect(sizes).toEqual([
      [10, 26_214_400, 52_428_800, 1_073_741_824],
      [20, 52_428_800, 52_428_800, 2_147_483_648],
      [20, 104_857_600, 52_428_800, 5_368_709_120],
      [50, 209_715_200, 52_428_800, 10_737_418_240],
    ]);
    expect(catalog('aionvision').salesEmail).toBe('enterprise@aionvision.tech');
  });

  it('zihin: a rate per key, day and month per workspace, Enterprise custom', () => {
    const plan = (rpm: number | string, day: number | string, month: number | string) => [
      `key requests rolling 60000: ${rpm}`,
      `workspace requests day UTC: ${day}`,
      `workspace requests month UTC 1: ${month}`,
    ];
    expect(table('zihin')).toEqual({
      free: plan(10, 100, 1_000),
      starter: plan(60, 1_000, 10_000),
      pro: plan(300, 10_000, 100_000),
      enterprise: plan('custom', 'custom', 'custom'),
    });
  });

  it('priority: all per key, one bucket for every resource, priorities 1 to 4', () => {
    const plan = (rpm: number | string, tpm: number | string, day: number | string) => [
      `key requests rolling 60000: ${rpm}`,
      `key tokens rolling 60000: ${tpm}`,
      `key requests day UTC: ${day}`,
    ];
    expect(table('priority')).toEqual({
      free: plan(10, 40_000, 500),
      basic: plan(50, 200_000, 10_000),
      pro: plan(100, 1_000_000, 100_000),
      enterprise: plan('unlimited', 'unlimited', 'unlimited'),
    });
    expect(catalog('priority').plans.map((p) => p.priority)).toEqual([1, 2, 3, 4]);
  });

  it('prefix, currency and zone are the published ones', () => {
    expect(catalogs.map((c) => [c.id, c.keyPrefix, c.currency, c.timeZone])).toEqual([
      ['headroom', 'hr_live_', 'USD', 'UTC'],
      ['ajstudioz', 'aj_live_', 'USD', 'UTC'],
      ['aicredits', 'sk-', 'INR', 'Asia/Kolkata'],
      ['aionvision', 'aion_live_', 'USD', 'UTC'],
      ['zihin', 'zhn_live_', 'USD', 'UTC'],
      ['priority', 'pr_live_', 'USD', 'UTC'],
    ]);
  });
});

describe('the catalogs are sound', () => {
  it('every window can be read back, every plan ranks above the one before', () => {
    for (const { plans } of catalogs) {
      expect(plans.map((p) => p.rank)).toEqual(plans.map((_, i) => i + 1));
      for (const limit of plans.flatMap((p) => p.limits))
        expect(() => parseWindow(limit.window)).not.toThrow();
    }
  });

  it('no model is free, its meter is one of its resource, and none of the demo is among the listed', () => {
    for (const model of [...demoModels, ...catalogs.flatMap((c) => c.models)]) {
      const { resource = 'chat', meter = METERS[resource][0] } = model;
      expect(METERS[resource]).toContain(meter);
      if (meter === 'images') expect(model.outputPrice).toBeGreaterThan(0);
      else expect(model.inputPrice).toBeGreaterThan(0);
      if (resource === 'chat') expect(model.outputPrice).toBeGreaterThan(0);
      expect(model.maxOutputTokens).toBeLessThanOrEqual(model.contextTokens);
    }
    for (const { models } of catalogs) {
      expect(models.length).toBeGreaterThan(0);
      expect(models.some((m) => m.name.startsWith('demo-'))).toBe(false);
    }
  });
});
