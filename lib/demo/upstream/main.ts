import { startUpstream } from './server';

/** `tsx lib/demo/upstream/main.ts [PORT]`: the demo's model provider on its own. */
const upstream = await startUpstream({ port: Number(process.argv[2] ?? process.env.PORT ?? 4010) });
console.log(`The demo's model provider listens at ${upstream.url}/v1`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void upstream.close().then(() => process.exit(0)));
}
