import { deadLettersQuery, driftQuery, resetKeyInput } from '../../../system/schema';
import { listOf, type Operation } from '../operation';
import { deadLetter, repair, resetKey, system, workspaceDrift } from '../views/system';

const manage = { tag: 'Administration', audience: 'management', role: 'platform admins' } as const;

export const SYSTEM_OPERATIONS: Operation[] = [
  {
    ...manage,
    id: 'getSystem',
    method: 'get',
    path: '/api/manage/system',
    summary: 'See how the system is',
    text: 'Store, database, the ledger’s reader, instances, and how long decisions took in the last five minutes. What does not answer is shown as such.',
    answer: system,
  },
  {
    ...manage,
    id: 'listDrift',
    method: 'get',
    path: '/api/manage/system/drift',
    summary: 'Compare counters with the ledger',
    text: 'By workspace. Exact under traffic: counters, open requests and the ledger are read as of one instant.',
    query: driftQuery,
    answer: listOf(workspaceDrift),
  },
  {
    ...manage,
    id: 'repairDrift',
    method: 'post',
    path: '/api/manage/system/drift/{id}/repair',
    summary: 'Repair a workspace’s counters',
    text: 'Makes those that drifted anew from the ledger and the open requests, while the workspace is in use. Audited.',
    answer: repair,
  },
  {
    ...manage,
    id: 'resetKey',
    method: 'post',
    path: '/api/manage/keys/{id}/reset',
    summary: 'Reset a key’s counters',
    text: 'Its rates, quotas and budget begin anew on the next request. What runs stays counted, and the ledger keeps all. Audited.',
    body: resetKeyInput,
    example: { note: 'Their test ran in a loop.' },
    answer: resetKey,
  },
  {
    ...manage,
    id: 'listDeadLetters',
    method: 'get',
    path: '/api/manage/system/dead-letters',
    summary: 'List what never came into the ledger',
    query: deadLettersQuery,
    answer: listOf(deadLetter),
  },
  {
    ...manage,
    id: 'replayDeadLetter',
    method: 'post',
    path: '/api/manage/system/dead-letters/{id}/replay',
    summary: 'Try a dead letter again',
    text: 'It counts once, however often it comes. 409 says why it still cannot be taken.',
    status: 204,
    answer: null,
  },
  {
    ...manage,
    id: 'discardDeadLetter',
    method: 'delete',
    path: '/api/manage/system/dead-letters/{id}',
    summary: 'Discard a dead letter',
    text: 'What it tells of stays out of the ledger for good; the audit log keeps its content.',
    status: 204,
    answer: null,
  },
];
