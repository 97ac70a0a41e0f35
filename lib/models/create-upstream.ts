import type { Actor } from '../actor';
import { change } from '../changes/change';
import { newId } from '../ids';
import { parse } from '../parse';
import { seal } from '../sealed';
import { requireModelAdmin, UPSTREAM_INCLUDE, unlessTaken } from './access';
import { checkedBaseUrl } from './base-url';
import { createUpstreamInput, type UpstreamView } from './schema';
import { auditedUpstream, upstreamView } from './upstream-view';

/**
 * A new upstream. Its key is sealed (lib/sealed.ts) and never shown again. No revision is raised: no model
 * is there yet.
 * @throws AppError `forbidden`, `invalid_request`, `conflict` for a name that is taken
 */
export async function createUpstream(actor: Actor, body: unknown): Promise<UpstreamView> {
  requireModelAdmin(actor);
  const input = parse(createUpstreamInput, body);
  const { api_key: key = null } = input;
  const data = {
    id: newId(),
    name: input.name,
    baseUrl: checkedBaseUrl(input.base_url, key !== null),
    sealedKey: key === null ? null : seal(key),
    maxInFlight: input.max_in_flight ?? null,
    ...(input.connect_timeout_ms !== undefined && { connectTimeoutMs: input.connect_timeout_ms }),
    ...(input.first_byte_timeout_ms !== undefined && { firstByteTimeoutMs: input.first_byte_timeout_ms }),
    ...(input.idle_timeout_ms !== undefined && { idleTimeoutMs: input.idle_timeout_ms }),
    ...(input.enabled !== undefined && { enabled: input.enabled }),
  };
  const work = change(actor, async (tx) => {
    const row = await tx.upstream.create({ data, include: UPSTREAM_INCLUDE });
    return {
      result: upstreamView(row),
      audit: [
        {
          action: 'upstream.create',
          workspaceId: null,
          target: { kind: 'upstream', id: row.id, name: row.name },
          after: auditedUpstream(row),
        },
      ],
      bumps: [],
    };
  });
  return unlessTaken(`an upstream called "${input.name}"`, work);
}
