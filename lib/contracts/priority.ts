import { defineContract } from './define';
import { denialMessage, seconds } from './message';
import { errorType } from './openai';
import { trio } from './requests-limit';
import { retryAfterSeconds } from './retry';

/** The priority page, "Rate Limits": more headers, and `{error: {type, message, code}}`. */
export const priority = defineContract({
  id: 'priority',
  prefix: 'pr_live_',
  fields(headers, view, state) {
    trio(headers, state, view);
    if (view.resource) headers['X-RateLimit-Resource'] = view.resource;
    if (state) headers['X-RateLimit-Used'] = `${state.used + state.reserved}`;
    if (view.priority !== null) headers['X-Request-Priority'] = `${view.priority}`;
  },
  refusal: (view, denied) => ({
    error: {
      type: errorType(denied.code),
      message:
        denied.code === 'rate_limit_exceeded' && denied.retryAfterMs !== null
          ? `Rate limit exceeded. Please retry after ${seconds(retryAfterSeconds(denied.retryAfterMs))}.`
          : denialMessage(view, denied),
      code: denied.code,
    },
  }),
  error: (_view, error) => ({
    error: { type: errorType(error.code), message: error.message, code: error.code },
  }),
});
