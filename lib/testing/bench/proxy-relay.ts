import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { store } from '../../redis/store';
import { emptyCall, HEADERS } from './yardstick';

/**
 * What the gateway is compared with: takes a request, hands it to the upstream in argv, hands the answer back.
 * Under /undecided with two script calls that do nothing around it, and a limited answer's headers. Prints its port.
 */
const pool = new Pool(process.argv[2] ?? '', { connections: 1024, pipelining: 1 });
const call = await emptyCall(store());

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const undecided = request.url?.startsWith('/undecided');
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    if (undecided) await call();
    const answer = await pool.request({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
      body: Buffer.concat(chunks),
    });
    const type = { 'content-type': String(answer.headers['content-type']) };
    response.writeHead(answer.statusCode, undecided ? { ...HEADERS, ...type } : type);
    answer.body.pipe(response, { end: !undecided });
    if (undecided) answer.body.once('end', () => call().then(() => response.end()));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
