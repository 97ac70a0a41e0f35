import { defineContract } from './define';
import { resetInSeconds, trio } from './requests-limit';

/** AICredits, "Rate Limits": `X-RateLimit-Reset` counts seconds from now. Its errors are OpenAI's. */
export const aicredits = defineContract({
  id: 'aicredits',
  prefix: 'sk-',
  fields: (headers, view, state) => trio(headers, state, view, resetInSeconds),
});
