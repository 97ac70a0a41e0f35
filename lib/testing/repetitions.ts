import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { db } from '../db/client';
import type { SeenRequest } from '../demo/upstream/request-log';
import type { DemoUpstream } from '../demo/upstream/server';
import { newId } from '../ids';
import type { Consumer } from '../usage/consumer';

/** What was done for a key: charged requests in the ledger, and those of them that the upstream was asked for. */
export interface Done {
  charged: number;
  asked: number;
}

/** What the upstream was asked, oldest first. */
export async function askedOf(upstream: DemoUpstream): Promise<SeenRequest[]> {
  const answer = await fetch(`${upstream.url}/demo/requests`);
  return ((await answer.json()) as { data: SeenRequest[] }).data;
}

export async function doneFor(keyId: string, upstream: DemoUpstream, consumer: Consumer): Promise<Done> {
  await consumer.drained();
  const events = await db().usageEvent.findMany({ where: { keyId, requests: { gt: 0 } } });
  const ids = new Set<string | null>(events.map(({ id }) => id));
  const asked = (await askedOf(upstream)).filter(({ id }) => ids.has(id));
  return { charged: events.length, asked: asked.length };
}

/**
 * An upstream whose models `size-N`, made for the catalog, answer with a completion of exactly N bytes.
 * Call it before the catalog's models are first read. @returns how to close it
 */
export async function sizedUpstream(catalogId: string): Promise<() => Promise<void>> {
  const spell = (content: string, model: string) =>
    JSON.stringify({
      model,
      choices: [{ index: 0, message: { role: 'assistant', content } }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    });
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { model } = JSON.parse(Buffer.concat(pieces).toString()) as { model: string };
    const missing = Number(model.slice('size-'.length)) - spell('', model).length;
    response.setHeader('content-type', 'application/json').end(spell('x'.repeat(missing), model));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const name = 'size-*';
  const row = { id: newId(), name, baseUrl: `http://127.0.0.1:${port}/v1` };
  const { id: upstreamId } = await db().upstream.create({ data: row });
  const sizes = { inputPrice: 1, outputPrice: 1, contextTokens: 1_000, maxOutputTokens: 100 };
  await db().model.create({
    data: { id: newId(), catalogId, name, upstreamId, upstreamModel: name, ...sizes },
  });
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}
