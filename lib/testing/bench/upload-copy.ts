import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The plainest thing that takes a body: it copies it to a file of the folder it is given, durably, and no more. */
const [folder = ''] = process.argv.slice(2);
let serial = 0;
const server = http.createServer(async (request, response) => {
  serial += 1;
  const file = path.join(folder, `copy-${serial}`);
  await pipeline(request, createWriteStream(file));
  const handle = await open(file, 'r');
  await handle.sync();
  await handle.close();
  response.writeHead(201).end();
  await rm(file);
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
