import { defineContract } from './define';
import { denialMessage } from './message';
import { trio } from './requests-limit';
import { retryAfterField, waitMsOf } from './retry';

/** AJ STUDIOZ, "Rate Limits": `{error: {code, message, retry_after}}`. */
export const ajstudioz = defineContract({
  id: 'ajstudioz',
  prefix: 'aj_live_',
  paths: ['/api/chat'],
  retryAfterOnlyOn429: true,
  fields: (headers, view, state) => trio(headers, state, view),
  refusal: (view, denied) => ({
    error: {
      code: denied.code,
      message:
        denied.code === 'rate_limit_exceeded'
          ? 'Rate limit exceeded. Please wait before retrying.'
          : denialMessage(view, denied),
      ...retryAfterField(denied.retryAfterMs),
    },
  }),
  error: (_view, error) => ({
    error: { code: error.code, message: error.message, ...retryAfterField(waitMsOf(error)) },
  }),
});
