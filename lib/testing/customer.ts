import OpenAI from 'openai';
import { db } from '../db/client';
import type { SeenRequest } from '../demo/upstream/request-log';
import type { LimitView } from '../plans/schema';
import { drained } from '../usage/lag';
import { type DemoLane, overUpstream } from './demo-lane';
import { makeKey } from './gateway';
import { type MeteredLane, openMeteredLane } from './metered-lane';
import { makeUser, makeWorkspace } from './tenants';

/* For the tests of embeddings, images and audio: the official client, and what became of its calls. */

export type Gateway = MeteredLane & DemoLane;

/** The fast lane over the demo's upstream, with the work in the background that the ledger needs, in this process. */
export const openGateway = (): Promise<Gateway> => overUpstream(openMeteredLane);

export interface Customer {
  client: OpenAI;
  key: string;
  keyId: string;
  workspaceId: string;
  baseUrl: string;
}

/** A new workspace of a catalog with a key, and OpenAI's client at that door. */
export async function customerAt(
  baseUrl: string,
  catalog = 'headroom',
  plan = 'team',
  row: Parameters<typeof makeKey>[2] = {},
): Promise<Customer> {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, catalog, plan);
  const { id, key } = await makeKey(workspace, owner.id, row);
  const client = new OpenAI({ apiKey: key, baseURL: `${baseUrl}/v1`, maxRetries: 0 });
  return { client, key, keyId: id, workspaceId: workspace.id, baseUrl };
}

/** The events of a customer's calls, oldest first, once the ledger has them all. */
export async function eventsOf({ keyId }: Customer) {
  await drained();
  return db().usageEvent.findMany({ where: { keyId }, orderBy: [{ admittedAt: 'asc' }, { id: 'asc' }] });
}

export async function quotaOf({ key, baseUrl }: Customer): Promise<LimitView[]> {
  const response = await fetch(`${baseUrl}/v1/quota`, { headers: { authorization: `Bearer ${key}` } });
  return ((await response.json()) as { data: LimitView[] }).data;
}

/** What the upstream saw of a request. */
export async function seenOf(upstreamUrl: string, requestId: string): Promise<SeenRequest | undefined> {
  const response = await fetch(`${upstreamUrl}/demo/requests`);
  const { data } = (await response.json()) as { data: SeenRequest[] };
  return data.find(({ id }) => id === requestId);
}
