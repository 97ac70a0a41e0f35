import { seedCatalogs } from '../../../prisma/catalogs/seed';
import { db } from '../../db/client';
import { createKey } from '../../keys/create-key';
import { store } from '../../redis/store';
import type { DemoInfo, DemoWorkspace } from '../demo-info';
import { step } from '../progress.mjs';
import { readablePassword, type SettingsFile } from '../settings';
import { ensureUser, ensureWorkspace, makeManagementToken, type UserActor } from './accounts';
import { seedHistory } from './seed-history';

/** In the order of demo.json. */
const CATALOGS = ['headroom', 'ajstudioz', 'aicredits', 'aionvision', 'zihin', 'priority'] as const;
const ADMIN = 'admin@headroom.example';

export interface SeedOptions {
  settings: SettingsFile;
  /** What the application will be started with. */
  env: Record<string, string>;
  upstreamUrl: string;
}

/** Makes what the demo shows, once for each data folder; an interrupted start is taken up where it ended. */
export async function seedDemo({
  settings,
  env,
  upstreamUrl,
}: SeedOptions): Promise<Omit<DemoInfo, 'baseUrl'>> {
  Object.assign(process.env, env);
  const baseUrl = `${upstreamUrl}/v1`;
  await seedCatalogs(db(), { upstreamBaseUrl: baseUrl, demoModels: true });
  // The demo's upstream may have moved to another port since the last start.
  await db().upstream.update({ where: { name: 'default' }, data: { baseUrl } });
  const { seeded } = settings.value;
  if (!seeded.history) await step('Seeding workspaces, keys and a month of history', () => seedAll(settings));
  const { admin, managementToken, workspaces } = seeded;
  if (!admin || !managementToken || !workspaces) throw new Error('seeding ended early');
  return { managementToken, admin, workspaces };
}

/** Seeding opens the database and the store in this process. */
export async function closeStores(): Promise<void> {
  await db().$disconnect();
  await store().close();
}

async function seedAll(settings: SettingsFile): Promise<void> {
  const { seeded } = settings.value;
  const save = <K extends keyof typeof seeded>(name: K, value: (typeof seeded)[K]) => {
    seeded[name] = value;
    settings.save();
  };
  const password = () => readablePassword();
  if (!seeded.admin) save('admin', { email: ADMIN, password: password() });
  const admin = await ensureUser(seeded.admin ?? missing(), 'Demo admin', true);
  if (!seeded.managementToken) save('managementToken', await makeManagementToken(admin));
  if (!seeded.workspaces) save('workspaces', []);
  const workspaces = seeded.workspaces ?? missing();
  for (const catalog of CATALOGS.slice(workspaces.length)) {
    const made = await seedWorkspace(catalog, `owner@${catalog}.example`, catalogName(catalog));
    save('workspaces', [...(seeded.workspaces ?? []), made.view]);
  }
  if ((seeded.workspaces ?? []).length === CATALOGS.length) {
    const made = await seedWorkspace('headroom', 'owner@acme.example', 'Acme', 'team');
    save('workspaces', [...(seeded.workspaces ?? []), made.view]);
  }
  if (!seeded.historyEndMs) save('historyEndMs', Date.now());
  await seedHistory(seeded.workspaces?.at(-1) ?? missing(), seeded.historyEndMs ?? missing());
  save('history', true);
}

const missing = (): never => {
  throw new Error('the settings lost what was just saved');
};

const catalogName = (catalog: string): string => `${catalog[0]?.toUpperCase()}${catalog.slice(1)} demo`;

async function seedWorkspace(
  catalog: string,
  email: string,
  name: string,
  planSlug?: string,
): Promise<{ view: DemoWorkspace; owner: UserActor }> {
  const credentials = { email, password: readablePassword() };
  const owner = await ensureUser(credentials, `${name} owner`);
  const { id, plan } = await ensureWorkspace(owner, catalog, name, planSlug);
  const { key } = await createKey(owner, id, { name: planSlug ? 'Production' : 'First key' });
  return { view: { catalog, id, plan, key, owner: credentials }, owner };
}
