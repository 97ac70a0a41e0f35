import { expect, test } from 'vitest';
import { UsualOutput } from './usual-output';

test('a quarter of the clamp is held at first while too little is known', () => {
  const usual = new UsualOutput();
  expect(usual.firstHold('k', 4_096)).toBe(1_024);
  for (let i = 0; i < 7; i++) usual.record('k', 4_000);
  expect(usual.firstHold('k', 4_096)).toBe(1_024);
});

test('then what 9 of 10 answers needed, of the last 32', () => {
  const usual = new UsualOutput();
  for (let need = 1; need <= 10; need++) usual.record('k', need * 1_000);
  expect(usual.firstHold('k', 100_000)).toBe(9_000);
  for (let i = 0; i < 32; i++) usual.record('k', 500 + i);
  expect(usual.firstHold('k', 100_000)).toBe(528); // the 29th of 32
});

test('no less than 256, where growing would cost more than it frees, and never more than the clamp', () => {
  const usual = new UsualOutput();
  for (let i = 0; i < 10; i++) usual.record('k', 3);
  expect(usual.firstHold('k', 4_096)).toBe(256);
  expect(usual.firstHold('k', 40)).toBe(40);
  for (let i = 0; i < 32; i++) usual.record('k', 90_000);
  expect(usual.firstHold('k', 4_096)).toBe(4_096);
});

test('keys and models are apart, and the memory of them is bounded', () => {
  const usual = new UsualOutput();
  for (let i = 0; i < 8; i++) usual.record('a', 3_000);
  expect(usual.firstHold('b', 4_096)).toBe(1_024);
  for (let i = 0; i < 9_999; i++) usual.record(`other ${i}`, 1);
  expect(usual.firstHold('a', 4_096)).toBe(3_000);
  usual.record('one more', 1); // the one not used for longest goes
  expect(usual.firstHold('a', 4_096)).toBe(1_024);
});
