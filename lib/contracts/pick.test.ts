import { describe, expect, it } from 'vitest';
import { contractById, contractForStranger } from './pick';

describe('whose dialect answers', () => {
  it.each([
    ['hr_live_x', 'headroom'],
    ['aj_live_x', 'ajstudioz'],
    ['sk-x', 'aicredits'],
    ['aion_live_x', 'aionvision'],
    ['zhn_live_x', 'zihin'],
    ['pr_live_x', 'priority'],
  ])('the prefix of %s calls for %s, whatever the path', (key, id) => {
    expect(contractForStranger(key, '/api/chat').id).toBe(id);
  });

  it.each([
    ['/api/v3/llm/call', 'zihin'],
    ['/api/quota', 'zihin'],
    ['/api/chat', 'ajstudioz'],
    ['/upload/stream', 'aionvision'],
    ['/v1/chat/completions', 'headroom'],
    ['/api/chatter', 'headroom'],
  ])('without a known prefix, %s calls for %s', (path, id) => {
    expect(contractForStranger(null, path).id).toBe(id);
    expect(contractForStranger('unknown_x', path).id).toBe(id);
  });

  it('an unknown contract is the house', () => {
    expect(contractById('zihin').id).toBe('zihin');
    expect(contractById('nobody').id).toBe('headroom');
  });
});
