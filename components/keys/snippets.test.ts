import { expect, test } from 'vitest';
import { snippets } from './snippets';

test('every snippet carries the reader’s own address and the key; all but the .env a model', () => {
  const all = snippets({ baseUrl: 'https://h.example/v1', key: 'hr_live_x', model: 'demo-small' });
  expect(all.map((s) => s.id)).toEqual(['env', 'curl', 'python', 'node']);
  for (const { id, code } of all) {
    expect(code).toContain('https://h.example/v1');
    expect(code).toContain('hr_live_x');
    expect(code.includes('demo-small')).toBe(id !== 'env');
  }
});
