import { defineContract } from './define';
import { trio } from './requests-limit';

/** AIOnVision, "Rate Limits": no error body is published, so errors are OpenAI's. */
export const aionvision = defineContract({
  id: 'aionvision',
  prefix: 'aion_live_',
  paths: ['/upload'],
  retryAfterOnlyOn429: true,
  fields: (headers, view, state) => trio(headers, state, view),
});
