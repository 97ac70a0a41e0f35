import { otherMethods } from '@/lib/admission/methods';
import { serve } from '@/lib/admission/serve';
import { AppError } from '@/lib/errors';

/** Zihin's page, "Check Quota": the month's requests. */
export const GET = (request: Request): Promise<Response> =>
  serve(request, 'quota', ({ limits }) => {
    const month = limits.find(
      ({ limit: { metric, window } }) =>
        metric === 'requests' && window.kind === 'calendar' && window.unit === 'month',
    );
    if (!month)
      throw new AppError('not_found', 'Your plan has no monthly quota. GET /v1/quota lists its limits.');
    const { limit, used, remaining, resetAtMs } = month;
    const resetDate = resetAtMs === null ? null : new Date(resetAtMs).toISOString();
    return { success: true, quota: { limit: limit.capacity, used, remaining, reset_date: resetDate } };
  });
export const HEAD = GET;
export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods('GET');
