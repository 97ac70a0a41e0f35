import { db } from '../db/client';
import type { LimitView } from '../plans/schema';
import type { FileView } from '../uploads/schema';
import { storedBytes } from '../usage/stored-bytes';
import { type MeteredLane, openMeteredLane } from './metered-lane';
import { waitForTheStore } from './patient';
import { makeTenant, type Tenant } from './tenant-with-key';
import { seedForTests } from './tenants';

/** The fast lane with the work in the background, over the published catalogs. */
export async function openUploads(): Promise<MeteredLane> {
  waitForTheStore();
  await seedForTests();
  return openMeteredLane();
}

/** A workspace that may upload, and its key's calls at a door. */
export interface Uploader extends Tenant {
  send(path: string, init?: RequestInit & { duplex?: 'half' }): Promise<Response>;
  /** The level of stored bytes, as the store has it. */
  level(): Promise<{ used: number; reserved: number }>;
  /** What the rows say the level has to be. */
  expected(): Promise<number>;
  list(): Promise<FileView[]>;
}

export async function uploaderAt(url: string, plan = 'starter'): Promise<Uploader> {
  const tenant = await makeTenant({ catalog: 'aionvision', plan });
  const send: Uploader['send'] = (path, init = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${tenant.key}`, ...init.headers } });
  return {
    ...tenant,
    send,
    async level() {
      const { data } = (await (await send('/v1/quota')).json()) as { data: LimitView[] };
      const { used = -1, reserved = -1 } = data.find(({ metric }) => metric === 'bytes') ?? {};
      return { used, reserved };
    },
    expected: async () => (await storedBytes([tenant.workspace.id])).get(tenant.workspace.id) ?? 0,
    list: async () => ((await (await send('/v1/files')).json()) as { data: FileView[] }).data,
  };
}

/** Sets how many bytes a workspace may store. */
export async function setStorage({ workspace }: Tenant, capacity: number): Promise<void> {
  const limit = { metric: 'bytes', resource: '', scope: 'workspace', window: 'standing' };
  await db().planLimit.updateMany({
    where: { ...limit, planId: workspace.planId },
    data: { capacity: BigInt(capacity) },
  });
}

/** A text of so many bytes. */
export const text = (bytes: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.alloc(bytes, 'a line of text\n'));

/** A form with these files in one field. */
export function form(field: string, ...files: [name: string, content: Uint8Array<ArrayBuffer>][]): FormData {
  const data = new FormData();
  for (const [name, content] of files) data.append(field, new File([content], name));
  return data;
}
