import { afterAll, describe, inject } from 'vitest';
import { openRestStore } from '../redis/rest';
import { openTcpStore } from '../redis/tcp';
import { epochCases } from './epoch.cases';

const servers = inject('servers');
const stores = [openTcpStore(servers.redisUrl), openRestStore(servers.restUrl, servers.restToken)];

afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
});

describe.each(stores)('over $kind', (store) => epochCases(store));
