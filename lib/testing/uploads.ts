import { db } from '../db/client';
import { newId } from '../ids';
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

interface OwnLimits {
  plan?: string;
  /** Instead of the plan's: stored bytes, uploads at a time, bytes of a document. */
  storage?: number;
  uploads?: number;
  documentBytes?: number;
  scopes?: string[];
}

export async function uploaderAt(
  url: string,
  { plan = 'starter', ...own }: OwnLimits = {},
): Promise<Uploader> {
  const { storage, uploads, documentBytes, ...row } = own;
  const tenant = await makeTenant({ catalog: 'aionvision', plan, ...row });
  const workspaceId = tenant.workspace.id;
  const limit = { id: newId(), workspaceId, scope: 'workspace' };
  const bytes = { ...limit, metric: 'bytes', window: 'standing' };
  const leases = { ...limit, id: newId(), metric: 'requests', resource: 'uploads', window: 'concurrent' };
  if (storage !== undefined) await db().limitOverride.create({ data: { ...bytes, capacity: storage } });
  if (documentBytes !== undefined) {
    const sizes = { batchFiles: 20, imageBytes: documentBytes, documentBytes, videoBytes: documentBytes };
    await db().workspaceSizes.create({ data: { workspaceId, ...sizes } });
  }
  if (uploads !== undefined) await db().limitOverride.create({ data: { ...leases, capacity: uploads } });
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

/** A text of so many bytes. */
export const text = (bytes: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.alloc(bytes, 'a line of text\n'));

/** A form with these files in one field. */
export function form(field: string, ...files: [name: string, content: Uint8Array<ArrayBuffer>][]): FormData {
  const data = new FormData();
  for (const [name, content] of files) data.append(field, new File([content], name));
  return data;
}
