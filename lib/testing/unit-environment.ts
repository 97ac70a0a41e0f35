import { testEnvironment } from './environment';

// Unit tests do no I/O: port 9 (discard) makes a connection attempt fail at once instead of reaching a server.
Object.assign(
  process.env,
  testEnvironment({ databaseUrl: 'postgres://nobody@127.0.0.1:9/none', redisUrl: 'redis://127.0.0.1:9' }),
);
