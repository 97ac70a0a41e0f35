import type { Actor } from '../actor';
import { change } from '../changes/change';
import { AppError } from '../errors';
import { parse } from '../parse';
import { seal } from '../sealed';
import {
  bumpsOfUpstream,
  lockUpstream,
  requireModelAdmin,
  UPSTREAM_INCLUDE,
  type UpstreamRow,
  unlessTaken,
} from './access';
import { checkedBaseUrl } from './base-url';
import { type UpdateUpstreamInput, type UpstreamView, updateUpstreamInput } from './schema';
import { auditedUpstream, upstreamView } from './upstream-view';

/**
 * Changes the fields that are given. In force on the next request once this resolves; calls that run end
 * where they began.
 * @throws AppError `not_found`, `forbidden`, `invalid_request` (a key is never moved to another host unseen),
 * `conflict` for a name that is taken
 */
export async function updateUpstream(actor: Actor, id: string, body: unknown): Promise<UpstreamView> {
  requireModelAdmin(actor);
  const input = parse(updateUpstreamInput, body);
  const work = change(actor, async (tx) => {
    const before = await lockUpstream(tx, id);
    const data = columns(before, input);
    const row = await tx.upstream.update({ where: { id }, data, include: UPSTREAM_INCLUDE });
    const keyReplaced = typeof input.api_key === 'string' && before.sealedKey !== null;
    return {
      result: upstreamView(row),
      audit: [
        {
          action: 'upstream.update',
          workspaceId: null,
          target: { kind: 'upstream', id, name: row.name },
          before: { ...auditedUpstream(before), ...(keyReplaced && { key: 'the former' }) },
          after: { ...auditedUpstream(row), ...(keyReplaced && { key: 'a new one' }) },
        },
      ],
      bumps: await bumpsOfUpstream(tx, id),
    };
  });
  return unlessTaken(`an upstream called "${input.name}"`, work);
}

function columns(before: UpstreamRow, input: UpdateUpstreamInput) {
  const { api_key: key } = input;
  const keepsKey = key === undefined && before.sealedKey !== null;
  const baseUrl = checkedBaseUrl(input.base_url ?? before.baseUrl, keepsKey || typeof key === 'string');
  const moves = new URL(baseUrl).origin !== new URL(before.baseUrl).origin;
  if (moves && keepsKey) {
    throw new AppError(
      'invalid_request',
      'api_key must be given again with another host, or be null: a stored key is not sent where it was not meant for.',
      { field: 'api_key' },
    );
  }
  // What the last check found was found elsewhere.
  const unchecked = { checkedAt: null, checkOk: null, checkMs: null, checkMessage: null };
  return {
    name: input.name,
    baseUrl,
    ...(key !== undefined && { sealedKey: key === null ? null : seal(key) }),
    maxInFlight: input.max_in_flight,
    connectTimeoutMs: input.connect_timeout_ms,
    firstByteTimeoutMs: input.first_byte_timeout_ms,
    idleTimeoutMs: input.idle_timeout_ms,
    enabled: input.enabled,
    ...((baseUrl !== before.baseUrl || key !== undefined) && unchecked),
  };
}
