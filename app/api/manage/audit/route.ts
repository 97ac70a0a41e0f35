import { auditPieces } from '@/lib/audit/csv';
import { manage } from '@/lib/http/manage';
import { allAudit, listAudit } from '@/lib/workspaces/list-audit';
import { csvStream, wantsCsv } from '../csv-answer';
import { listAnswer } from '../list-answer';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = manage({
  async GET({ actor, query, request }) {
    if (wantsCsv(request)) return csvStream('audit.csv', auditPieces(await allAudit(actor, query)));
    const { data, nextCursor } = await listAudit(actor, query);
    return listAnswer(data, nextCursor);
  },
});
