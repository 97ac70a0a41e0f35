import { expect, it } from 'vitest';
import { DECIDE } from './decide';
import { linked } from './link';
import { RENEW } from './renew';

const library = `local call = redis.call
-- Adds.
local function add(a, b) return a + b end

local function twice(a)
  if a then

    return add(a, a)
  end
end
-- Names twice, in words alone.
local function never(a)
  return OPEN
end
`;

it('a script has the functions that it uses, and those that they use, and no others', () => {
  expect(linked(library, 'return twice(1)')).toBe(`local call = redis.call
-- Adds.
local function add(a, b) return a + b end

local function twice(a)
  if a then

    return add(a, a)
  end
end
return twice(1)`);
  expect(linked(library, 'return 1 -- not twice')).toBe('local call = redis.call\n\nreturn 1 -- not twice');
});

it('names of numbers become the numbers, whole words alone', () => {
  expect(linked('', 'return ROLLING == CALENDAR_DAY, HEAD')).toBe('return 1 == CALENDAR_DAY, 5');
});

it('the scripts hold no name of a number that was not made one, and only what they use', () => {
  for (const { source } of [DECIDE, RENEW])
    expect(source).not.toMatch(/\b(ROLLING|LIMITS|WIDTH|MOST|FORMAT)\b/);
  expect(DECIDE.source).not.toContain('local function readRecord');
  expect(RENEW.source).not.toContain('local function subjectAt');
});
