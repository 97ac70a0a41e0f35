import { afterAll, describe, inject } from 'vitest';
import { openRestStore } from '../redis/rest';
import { openTcpStore } from '../redis/tcp';
import { engineCases } from './engine.cases';

const servers = inject('servers');
const stores = [openTcpStore(servers.redisUrl), openRestStore(servers.restUrl, servers.restToken)];
afterAll(() => Promise.all(stores.map((store) => store.close())));

describe.each(stores)('the engine over $kind', (store) => engineCases(store));
