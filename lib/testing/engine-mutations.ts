/** Ways to break the scripts that the tests must notice: a name, what stands in the Lua, what it becomes. */
export type Mutation = readonly [name: string, from: string, to: string];

export const MUTATIONS: readonly Mutation[] = [
  [
    'the last unit of a limit is refused',
    'if v.total + need > capacity then',
    'if v.total + need >= capacity then',
  ],
  [
    'one more than the limit is admitted',
    'if v.total + need > capacity then',
    'if v.total + need > capacity + 1 then',
  ],
  ['a capacity of 0 is not checked', 'deciding and capacity >= 0', 'deciding and capacity > 0'],
  [
    'a window ends a millisecond late',
    'if not state or state[7] + window <= now',
    'if not state or state[7] + window < now',
  ],
  [
    'a sealed slot stays a millisecond longer',
    'if ring[i + 2] + window > now',
    'if ring[i + 2] + window >= now',
  ],
  [
    'the ring is swept a millisecond late',
    's[8] + window > now then return s, nil',
    's[8] + window >= now then return s, nil',
  ],
  [
    'expired slots stay in the sum',
    's[3], s[4], s[8] = sum, held, kept[3] or 0',
    's[4], s[8] = held, kept[3] or 0',
  ],
  ['the newest slot is not sealed', 'if s[6] > 0 then', 'if false then'],
  [
    'a denial is written down',
    'local denied, why, retry = 0, -1, 0',
    "redis.call('ZADD', KEYS[4], now, ARGV[3]) local denied, why, retry = 0, -1, 0",
  ],
  [
    'the clock is an hour off',
    'return tonumber(time[1]) * 1000',
    'return 3600000 + tonumber(time[1]) * 1000',
  ],
  [
    'time runs back',
    'if subjects[i].t > now then now = subjects[i].t end\nend\n\nlocal least',
    'end\n\nlocal least',
  ],
  ['any lease is released', "redis.call('ZREM', key, id)", "redis.call('ZPOPMIN', key)"],
  ['a lease is never released', "if slot >= 0 then redis.call('ZREM', key, id) end", ''],
  ['dead leases count', "'(' .. string.format('%.0f', now), '+inf'", "'-inf', '+inf'"],
  ['a refund goes to the wrong slot', 'if ring[j] == slot then', 'if ring[j] ~= slot then'],
  ['settling may raise the charge', 'u, math.min(u, held[metric])', 'u, u'],
  [
    'settling counts twice',
    'if state == SETTLED or (state == REAPED and rank == 1)',
    'if state == REAPED and rank == 1',
  ],
  ['holds are not released', 'math.max(0, s[h] - release)', 's[h]'],
  ['the grant ignores what is left', 'granted = (room - room % a[2]) / a[2]', 'granted = granted'],
  [
    'Retry-After is a millisecond long',
    'r = ring[j + 2] + limit[8] - now',
    'r = ring[j + 2] + limit[8] - now + 1',
  ],
  ['the shortest wait is told', 'r > retry)', 'r < retry)'],
  [
    'counters never expire',
    "redis.call('SET', key, cmsgpack.pack(subject), 'PX', string.format('%.0f', expiresAt - now))",
    "redis.call('SET', key, cmsgpack.pack(subject))",
  ],
  ['leases never expire', "redis.call('PEXPIRE', KEYS[limit[9]], 2 * leaseMs)", ''],
  ['an id is charged again', 'if got[3] and deciding then return', 'if false then return'],
  ['a lost lease is renewed', 'or tonumber(ends) <= now then return { 0 }', 'then return { 0 }'],
  ['a stale policy is used', 'if tonumber(got[1]) > rev or', 'if false and tonumber(got[1]) > rev or'],
];
