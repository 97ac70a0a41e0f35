import type { Operation } from '../operation';
import { ADMINISTRATION_OPERATIONS } from './administration';
import { ALERT_OPERATIONS } from './alerts';
import { KEY_OPERATIONS } from './keys';
import { LIMIT_OPERATIONS } from './limits';
import { MEMBER_OPERATIONS } from './members';
import { MODEL_OPERATIONS } from './models';
import { PLAN_OPERATIONS } from './plans';
import { SYSTEM_OPERATIONS } from './system';
import { UPLOAD_OPERATIONS } from './uploads';
import { UPSTREAM_OPERATIONS } from './upstreams';
import { USAGE_OPERATIONS } from './usage';
import { WORKSPACE_OPERATIONS } from './workspaces';

/** Every call there is, product and management, in the order of the reference. A new route needs its entry. */
export const OPERATIONS: readonly Operation[] = [
  ...MODEL_OPERATIONS,
  ...UPLOAD_OPERATIONS,
  ...LIMIT_OPERATIONS,
  ...KEY_OPERATIONS,
  ...WORKSPACE_OPERATIONS,
  ...MEMBER_OPERATIONS,
  ...USAGE_OPERATIONS,
  ...ALERT_OPERATIONS,
  ...PLAN_OPERATIONS,
  ...UPSTREAM_OPERATIONS,
  ...ADMINISTRATION_OPERATIONS,
  ...SYSTEM_OPERATIONS,
];
