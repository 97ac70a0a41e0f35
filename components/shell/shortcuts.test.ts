import { describe, expect, it } from 'vitest';
import type { MeView } from '@/lib/workspaces/schema';
import { ADMIN_NAV } from './nav-items';
import { type Begun, press, shortcutsOf } from './shortcuts';

const me = (platform_admin: boolean, current_workspace_id: string | null = 'here'): MeView => ({
  user: { id: 'u', name: 'Ada', email: 'ada@example.com', platform_admin },
  workspaces: [{ id: 'here', name: 'Here', role: 'owner', catalog: 'headroom', plan: 'free', files: true }],
  current_workspace_id,
});

/** Presses keys one after the other, `apartMs` apart, and answers what they did. */
function pressed(keys: string, apartMs = 200) {
  const shortcuts = shortcutsOf(me(true));
  let begun: Begun | null = null;
  return [...keys].map((key, i) => {
    const step = press(shortcuts, begun, key, i * apartMs);
    begun = step.begun;
    return step.hit?.target ?? null;
  });
}

describe('shortcuts', () => {
  it('every page of the navigation has one, and no two have the same', () => {
    const shortcuts = shortcutsOf(me(true));
    const all = shortcuts.map(({ keys }) => keys.join(' '));
    expect(new Set(all).size).toBe(all.length);
    const reached = shortcuts.flatMap(({ target }) => (typeof target === 'string' ? [] : [target.href]));
    expect(reached).toEqual(
      expect.arrayContaining(['/', '/keys', '/usage', '/files', ...ADMIN_NAV.map(({ href }) => href)]),
    );
  });

  it('pages of admins are for admins, and a key can be created where there is a workspace', () => {
    const hrefs = (of: MeView) =>
      shortcutsOf(of).flatMap(({ target }) => (typeof target === 'string' ? [] : [target.href]));
    expect(hrefs(me(false)).filter((href) => href.startsWith('/admin'))).toEqual([]);
    expect(hrefs(me(false))).toContain('/keys?create=true');
    expect(hrefs(me(true, null))).not.toContain('/keys?create=true');
  });

  it('one key acts at once, two act on the second', () => {
    expect(pressed('?')).toEqual(['shortcuts']);
    expect(pressed('gk')).toEqual([null, { href: '/keys' }]);
    expect(pressed('gu')).toEqual([null, { href: '/usage' }]);
  });

  it('a first key is forgotten after a pause and after a key that does not follow it', () => {
    expect(pressed('gk', 2000)).toEqual([null, null]);
    expect(pressed('gxk')).toEqual([null, null, null]);
    expect(pressed('ggk')).toEqual([null, null, { href: '/keys' }]);
  });

  it('a letter that means something alone means the page after g', () => {
    expect(pressed('gc')).toEqual([null, { href: '/playground' }]);
    expect(pressed('c')).toEqual([{ href: '/keys?create=true' }]);
  });
});
