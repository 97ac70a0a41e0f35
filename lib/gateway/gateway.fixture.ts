import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Prepared, Run, RunContext, RunningWork } from '../admission/work';
import { db } from '../db/client';
import { newId } from '../ids';
import { chatWork } from './chat';

/* For the tests of this folder: catalogs with models at a given upstream, and calls as admission makes them. */

interface ModelRow {
  name: string;
  upstreamModel?: string;
  resource?: string;
  meter?: string;
  weight?: number;
  listed?: boolean;
  enabled?: boolean;
  inputPrice?: number;
  contextTokens?: number;
  maxOutputTokens?: number;
  position?: number;
}

interface UpstreamRow {
  baseUrl: string;
  sealedKey?: string;
  connectTimeoutMs?: number;
  firstByteTimeoutMs?: number;
  idleTimeoutMs?: number;
}

/** A new catalog whose models are all at one new upstream. Returns a principal who may use them. */
export async function catalogAt(upstream: UpstreamRow, models: ModelRow[]): Promise<RunContext['principal']> {
  const id = newId();
  await db().catalog.create({
    data: {
      id,
      name: id,
      keyPrefix: `${id}_`,
      contract: 'headroom',
      currency: 'USD',
      timeZone: 'UTC',
      upgradeUrl: '/plans',
      salesEmail: 'sales@example.com',
      position: 0,
    },
  });
  const { id: upstreamId } = await db().upstream.create({ data: { id: newId(), name: id, ...upstream } });
  await db().model.createMany({
    data: models.map((model) => ({
      id: newId(),
      catalogId: id,
      upstreamId,
      upstreamModel: model.name,
      inputPrice: 150_000,
      outputPrice: 600_000,
      contextTokens: 128_000,
      maxOutputTokens: 4_096,
      ...model,
    })),
  });
  return {
    kind: 'key',
    workspaceId: newId(),
    userId: newId(),
    keyId: newId(),
    catalogId: id,
    contract: 'headroom',
    currency: 'USD',
    plan: 'free',
    priority: 1,
    limits: [],
    subjects: { key: 'k', user: 'u', workspace: 'w' },
    rev: 1,
    catalogRev: 1,
    models: [],
    scopes: [],
    ips: [],
    origins: [],
  };
}

export async function prepare(principal: RunContext['principal'], body: object): Promise<Prepared> {
  const url = 'http://127.0.0.1/v1/chat/completions';
  const chat = await chatWork.read(new Request(url, { method: 'POST', body: JSON.stringify(body) }));
  return chatWork.prepare(chat, principal);
}

export interface CallOptions {
  /** Default: the whole wish. */
  granted?: number;
  signal?: AbortSignal;
  requestId?: string;
  running?: Partial<RunningWork>;
}

/** Limits that leave room for whatever is asked. */
const roomy: RunningWork = {
  grow: async (toUnits) => ({ granted: toUnits }),
  isCurrent: () => true,
  follow: () => undefined,
};

/** Calls leave their settle to admission. */
export const noOrder = (): never => {
  throw new Error('no call to a model writes its own order');
};

/** Prepares and runs a call, as admission does once it is admitted. */
export async function call(
  principal: RunContext['principal'],
  body: object,
  { granted, signal = new AbortController().signal, requestId = newId(), running }: CallOptions = {},
): Promise<{ prepared: Prepared; run: Run; requestId: string }> {
  const prepared = await prepare(principal, body);
  const run = await prepared.run({
    settled: Promise.resolve(),
    requestId,
    principal,
    granted: granted ?? prepared.claim.units?.wish ?? null,
    signal,
    running: { ...roomy, ...running },
    orderOf: noOrder,
  });
  return { prepared, run, requestId };
}

/** A run that answered; a failed one fails the test. */
export function answered(run: Run): Extract<Run, { status: number }> {
  if ('error' in run) throw run.error;
  return run;
}

export const bodyText = (run: Run): Promise<string> => new Response(answered(run).body as BodyInit).text();

/** The JSON of each event of a stream, `[DONE]` left out. */
export const eventsOf = (text: string) =>
  text
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice(6)));

/** A server that does to each connection, once it has read a request, whatever a test wants. */
export async function rawServer(
  respond: (socket: Socket, request: string) => void,
): Promise<{ baseUrl: string; server: Server; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let request = '';
    socket.on('data', (data) => {
      request += data.toString();
      const [head = ''] = request.split('\r\n\r\n', 1);
      const body = request.slice(head.length + 4);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (head === request || Buffer.byteLength(body) < length) return;
      const whole = request;
      request = '';
      respond(socket, whole);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    server,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
