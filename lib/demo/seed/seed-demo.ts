import { seedCatalogs } from '../../../prisma/catalogs/seed';
import { db } from '../../db/client';
import { createKey } from '../../keys/create-key';
import { store } from '../../redis/store';
import type { DemoInfo, DemoWorkspace } from '../demo-info';
import { step } from '../progress.mjs';
import { readablePassword, type Seeded, type SettingsFile } from '../settings';
import { ensureUser, ensureWorkspace, makeManagementToken } from './accounts';
import { seedHistory } from './seed-history';

interface Wanted {
  catalog: string;
  email: string;
  name: string;
}

const demoOf = (catalog: string): Wanted => ({
  catalog,
  email: `owner@${catalog}.example`,
  name: `${catalog[0]?.toUpperCase()}${catalog.slice(1)} demo`,
});

/** In the order of demo.json; the last one gets the history. */
const WORKSPACES: Wanted[] = [
  ...['headroom', 'ajstudioz', 'aicredits', 'aionvision', 'zihin', 'priority'].map(demoOf),
  { catalog: 'headroom', email: 'owner@acme.example', name: 'Acme' },
];

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
  const { seeded } = settings.value;
  await followUpstream(seeded, baseUrl);
  settings.save();
  if (!seeded.history) await step('Seeding workspaces, keys and a month of history', () => seedAll(settings));
  const { admin, managementToken, workspaces } = seeded;
  if (!admin || !managementToken) throw new Error('seeding ended early');
  return { managementToken, admin, workspaces };
}

/** The demo's upstream may have moved to another port; what an admin has pointed elsewhere stays there. */
async function followUpstream(seeded: Seeded, baseUrl: string): Promise<void> {
  const former = seeded.upstreamBaseUrl;
  const where = former === undefined ? { name: 'default' } : { baseUrl: former };
  await db().upstream.updateMany({ where, data: { baseUrl } });
  seeded.upstreamBaseUrl = baseUrl;
}

/** Seeding opens the database and the store in this process. */
export async function closeStores(): Promise<void> {
  await db().$disconnect();
  await store().close();
}

/** Step by step, each saved, so that an interrupted start makes nothing twice. */
async function seedAll(settings: SettingsFile): Promise<void> {
  const { seeded } = settings.value;
  seeded.admin ??= { email: 'admin@headroom.example', password: readablePassword() };
  const admin = await ensureUser(seeded.admin, 'Demo admin', true);
  seeded.managementToken ??= await makeManagementToken(admin);
  settings.save();
  for (const wanted of WORKSPACES.slice(seeded.workspaces.length)) {
    seeded.workspaces.push(await seedWorkspace(wanted));
    settings.save();
  }
  seeded.historyEndMs ??= Date.now();
  settings.save();
  const [last] = seeded.workspaces.slice(-1);
  if (last) await seedHistory(last, seeded.historyEndMs);
  seeded.history = true;
  settings.save();
}

async function seedWorkspace({ catalog, email, name }: Wanted): Promise<DemoWorkspace> {
  const credentials = { email, password: readablePassword() };
  const owner = await ensureUser(credentials, `${name} owner`);
  const { id, plan } = await ensureWorkspace(owner, catalog, name);
  // A key that an interrupted start made is of no use: nobody knows its secret.
  await db().apiKey.deleteMany({ where: { workspaceId: id } });
  const { secret } = await createKey(owner, id, { name: 'Production' });
  return { catalog, id, plan, key: secret, owner: credentials };
}
