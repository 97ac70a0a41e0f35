import * as aliasChat from '../../app/api/chat/route';
import * as monthlyQuota from '../../app/api/quota/route';
import * as rest from '../../app/api/v1/[[...rest]]/route';
import * as speech from '../../app/api/v1/audio/speech/route';
import * as transcriptions from '../../app/api/v1/audio/transcriptions/route';
import * as chat from '../../app/api/v1/chat/completions/route';
import * as chatMessages from '../../app/api/v1/chat/messages/route';
import * as denial from '../../app/api/v1/denials/[...id]/route';
import * as descriptions from '../../app/api/v1/descriptions/route';
import * as embeddings from '../../app/api/v1/embeddings/route';
import * as file from '../../app/api/v1/files/[...id]/route';
import * as files from '../../app/api/v1/files/route';
import * as forwardAuth from '../../app/api/v1/forward-auth/route';
import * as images from '../../app/api/v1/images/generations/route';
import * as settle from '../../app/api/v1/keys/settle/route';
import * as verify from '../../app/api/v1/keys/verify/route';
import * as model from '../../app/api/v1/models/[...model]/route';
import * as models from '../../app/api/v1/models/route';
import * as quotaCheck from '../../app/api/v1/quota/check/route';
import * as quota from '../../app/api/v1/quota/route';
import * as usage from '../../app/api/v1/usage/route';
import * as aliasCall from '../../app/api/v3/llm/call/route';
import * as upload from '../../app/upload/[...path]/route';
import * as presign from '../../app/upload/presign/route';
import * as resumable from '../../app/upload/resumable/[...id]/route';
import * as resumables from '../../app/upload/resumable/route';
import * as uploadStream from '../../app/upload/stream/route';
import * as uploadBatch from '../../app/upload/stream-batch/route';
import type { RouteHandler, RouteModule, RouteTable } from './match';
import { PRODUCT_PREFIXES } from './unknown-paths';

/** Below `/v1` and, by the same module, below `/api/v1` (next.config.ts rewrites the one to the other). */
const versioned = (path: string, module: RouteModule): [string, RouteModule][] => [
  [`/v1${path}`, module],
  [`/api/v1${path}`, module],
];

/** `GET /v1/models/{model}`: the lane passes what Next would, the segments of the name. */
const modelTail = { name: 'model', module: model as unknown as Record<string, RouteHandler> };

const fileTail = { name: 'id', module: file as unknown as Record<string, RouteHandler> };

/** `PUT /upload/{token}` and `POST /upload/{id}/complete`: after the fixed paths below the same prefix. */
const uploadTail = { name: 'path', module: upload as unknown as Record<string, RouteHandler> };

const resumableTail = { name: 'id', module: resumable as unknown as Record<string, RouteHandler> };

const denialTail = { name: 'id', module: denial as unknown as Record<string, RouteHandler> };

/** What the fast lane serves: each product `route.ts` under app/ stands here (routes.test.ts compares). */
export const ROUTES: RouteTable = {
  exact: new Map([
    ...PRODUCT_PREFIXES.map((path): [string, RouteModule] => [path, rest]),
    ...versioned('/audio/speech', speech),
    ...versioned('/audio/transcriptions', transcriptions),
    ...versioned('/chat/completions', chat),
    ...versioned('/chat/messages', chatMessages),
    ...versioned('/descriptions', descriptions),
    ...versioned('/embeddings', embeddings),
    ...versioned('/files', files),
    ...versioned('/images/generations', images),
    ...versioned('/models', models),
    ...versioned('/quota', quota),
    ...versioned('/quota/check', quotaCheck),
    ...versioned('/usage', usage),
    ...versioned('/keys/verify', verify),
    ...versioned('/keys/settle', settle),
    ...versioned('/forward-auth', forwardAuth),
    ['/api/chat', aliasChat],
    ['/api/v3/llm/call', aliasCall],
    ['/api/quota', monthlyQuota],
    ['/upload/presign', presign],
    ['/upload/resumable', resumables],
    ['/upload/stream', uploadStream],
    ['/upload/stream-batch', uploadBatch],
  ]),
  tails: [
    { prefix: '/v1/models/', ...modelTail },
    { prefix: '/api/v1/models/', ...modelTail },
    { prefix: '/v1/files/', ...fileTail },
    { prefix: '/api/v1/files/', ...fileTail },
    { prefix: '/upload/resumable/', ...resumableTail },
    { prefix: '/upload/', ...uploadTail },
    { prefix: '/v1/denials/', ...denialTail },
    { prefix: '/api/v1/denials/', ...denialTail },
  ],
  fallback: { prefixes: PRODUCT_PREFIXES.map((path) => `${path}/`), module: rest },
};
