import { ensureCommand } from '../system-packages';

/** redis-server on this machine, installed if need be: no npm package brings it without a download. */
export const redisBinary = (): Promise<string> =>
  ensureCommand(['redis-server', 'valkey-server'], {
    'apt-get': 'redis-server',
    apk: 'redis',
    dnf: 'redis',
    pacman: 'redis',
    brew: 'redis',
  });
