import type { WholeAnswer } from '../admission/work';
import type { NewFile } from './commit-upload';
import { viewOf } from './file-view';

/** What the client of an upload is told. */
export const uploadedAnswer = (files: readonly NewFile[]): WholeAnswer => ({
  status: 201,
  contentType: 'application/json',
  body: JSON.stringify({ data: files.map(viewOf) }),
});
