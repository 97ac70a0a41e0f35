import { expect, test } from 'vitest';
import type { MeView } from '@/lib/workspaces/schema';
import { isCurrent, workspaceNav } from './nav-items';

test.each([
  ['/', '/', true],
  ['/', '/keys', false],
  ['/keys', '/keys', true],
  ['/keys', '/keys/0199', true],
  ['/keys', '/keyset', false],
])('the item %s on the page %s: current %s', (href, pathname, current) => {
  expect(isCurrent(href, pathname)).toBe(current);
});

test.each([
  [true, 1],
  [false, 0],
])('files are offered where the current workspace’s plan takes them: %s', (files, times) => {
  const one = { name: 'Here', role: 'owner' as const, catalog: 'aionvision', plan: 'free' };
  const me: MeView = {
    user: { id: 'u', name: 'Ada', email: 'ada@example.com', platform_admin: false },
    workspaces: [
      { ...one, id: 'here', files },
      { ...one, id: 'there', files: !files },
    ],
    current_workspace_id: 'here',
  };
  expect(workspaceNav(me).filter(({ href }) => href === '/files')).toHaveLength(times);
  expect(workspaceNav(me).some(({ href }) => href === '/keys')).toBe(true);
});
