import { expect, test } from 'vitest';
import type { EventFacts } from '../limits/event';
import { ledgerEvent, streamFields } from '../testing/ledger-events';
import { type LedgerEvent, parseEntry } from './ledger-event';

const without = (fields: string[], name: string) => {
  const i = fields.indexOf(name);
  return [...fields.slice(0, i), ...fields.slice(i + 2)];
};
const written = (given: Partial<LedgerEvent>) => () => parseEntry(streamFields(ledgerEvent(given)));

test('an entry is read as it was settled', () => {
  const event = ledgerEvent({ keyId: null, firstByteMs: 120, streamed: true, unbilledMicros: 7 });
  expect(parseEntry(streamFields(event))).toEqual(event);
});

test('messages, descriptions and priced units are read where an entry has them, and are 0 where it has none', () => {
  const event = ledgerEvent({ messages: 1, descriptions: 4, units: 30 });
  expect(parseEntry(streamFields(event))).toEqual(event);
  const { units, ...facts } = JSON.parse(streamFields(ledgerEvent()).at(-1) ?? '') as Record<string, unknown>;
  expect(units).toBe(0);
  const older = [...streamFields(ledgerEvent()).slice(0, -1), JSON.stringify(facts)];
  expect(parseEntry(older)).toMatchObject({ messages: 0, descriptions: 0, units: 0 });
});

test("the event has every fact of the engine's entry", () => {
  const facts: EventFacts = ledgerEvent();
  expect(facts).toMatchObject({ outcome: 'ok' });
});

test.each(['id', 'admitted', 'settled', 'rank', 'requests', 'tokens', 'cost', 'unbilled', 'event'])(
  'an entry without %s is malformed',
  (name) => {
    expect(() => parseEntry(without(streamFields(ledgerEvent()), name))).toThrow();
  },
);

test('amounts that no counter can hold are malformed', () => {
  expect(written({ costMicros: -1 })).toThrow('costMicros');
  expect(written({ tokensIn: 1.5 })).toThrow('tokensIn');
  expect(written({ requests: 2 ** 53 })).toThrow('requests');
  expect(written({ rank: 3 })).toThrow('rank');
});

test('text that PostgreSQL cannot store is malformed', () => {
  expect(written({ model: 'a\0b' })).toThrow('model');
  expect(written({ resource: '\ud800' })).toThrow('resource');
});

test("a span measured over a step of the app's clock does not cost a charge its place", () => {
  expect(written({ durationMs: -5, firstByteMs: 2 ** 40 })()).toMatchObject({
    durationMs: 0,
    firstByteMs: 2_147_483_647,
  });
});
