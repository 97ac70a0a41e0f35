import { metrics } from '@/lib/admission/metrics';
import { callMetrics } from '@/lib/gateway/call-tally';
import { manage } from '@/lib/http/manage';

/** What a Prometheus server scrapes, with a platform admin's management token. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor }) {
    const headers = {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
      'Cache-Control': 'no-store',
    };
    return new Response(await metrics(actor, callMetrics()), { headers });
  },
});
