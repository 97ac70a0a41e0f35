import type { UpstreamRow } from './access';
import type { CheckView, UpstreamView } from './schema';

/** An upstream as admins see it: whether it has a key, never which. */
export const upstreamView = (row: UpstreamRow): UpstreamView => ({
  id: row.id,
  name: row.name,
  base_url: row.baseUrl,
  has_key: row.sealedKey !== null,
  max_in_flight: row.maxInFlight,
  connect_timeout_ms: row.connectTimeoutMs,
  first_byte_timeout_ms: row.firstByteTimeoutMs,
  idle_timeout_ms: row.idleTimeoutMs,
  enabled: row.enabled,
  models: row._count.models,
  check: checkView(row),
  created_at: row.createdAt.toISOString(),
});

const checkView = ({ checkedAt, checkOk, checkMs, checkMessage }: UpstreamRow): CheckView | null =>
  checkedAt && {
    at: checkedAt.toISOString(),
    ok: checkOk ?? false,
    ms: checkMs ?? 0,
    message: checkMessage ?? '',
  };

/** What an audit row tells of an upstream. */
export function auditedUpstream(row: UpstreamRow) {
  const { id: _, models: __, check: ___, created_at: ____, ...fields } = upstreamView(row);
  return fields;
}
