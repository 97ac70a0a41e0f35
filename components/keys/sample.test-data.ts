import type { KeyView } from '@/lib/keys/schema';

/** A key as the management API shows it, for unit tests. */
export const keyView = (fields: Partial<KeyView> = {}): KeyView => ({
  id: '0199d1a0-0000-7000-8000-000000000001',
  workspace_id: '0199d1a0-0000-7000-8000-0000000000aa',
  name: 'Production',
  prefix: 'hr_live_',
  last4: 'ab12',
  plan: null,
  rpm: null,
  tpm: null,
  budget: null,
  scopes: [],
  models: [],
  ips: [],
  owner: { id: '0199d1a0-0000-7000-8000-0000000000bb', name: 'Mira Okafor', email: 'mira@example.com' },
  status: 'active',
  created_at: '2026-11-01T10:00:00.000Z',
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
  sparkline: [],
  ...fields,
});
