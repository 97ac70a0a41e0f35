import { expect, it } from 'vitest';
import { describeError, onlyAllowed } from './log';

it('a field that is not on the list is hidden', () => {
  expect(onlyAllowed({ requestId: 'r', password: 'p', key: 'hr_live_x' })).toEqual({
    requestId: 'r',
    password: '[hidden]',
    key: '[hidden]',
  });
});

it('an error in the log carries no key and no credentials of a URL, and keeps ids', () => {
  const key = `hr_live_${'a1B2'.repeat(9)}`;
  const id = '018f2f6e-4b3c-7d2a-9c1e-0a1b2c3d4e5f';
  const text = JSON.stringify(describeError(new Error(`${key} at postgres://app:pass@host/db for ${id}`)));
  expect(text).not.toContain('a1B2a1B2');
  expect(text).not.toContain('app:pass');
  expect(text).toContain(id);
});
