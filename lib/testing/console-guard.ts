import { afterEach } from 'vitest';

// A stray console.error is a failure: whoever expects one spies on it, which replaces this guard for that test.
const stray: string[] = [];
const print = console.error;
console.error = (...parts: unknown[]) => {
  stray.push(parts.map(String).join(' '));
  print(...parts);
};

afterEach(() => {
  const found = stray.splice(0);
  if (found.length > 0) throw new Error(`stray console.error: ${found.join('\n')}`);
});
