import { fileTypeFromBuffer } from 'file-type';
import { AppError } from '../../errors';
import { carriesMore } from './polyglot';
import { hasMark, textType } from './text';
import { isZip, zipType } from './zip';

const KINDS = ['image', 'document', 'video'] as const;
export type Kind = (typeof KINDS)[number];

export interface FileType {
  kind: Kind;
  /** As it is served; never one that a browser would run. */
  contentType: string;
}

const PICTURES = new Set(
  [
    'jpeg',
    'png',
    'apng',
    'gif',
    'webp',
    'avif',
    'heic',
    'heif',
    'heic-sequence',
    'heif-sequence',
    'bmp',
    'tiff',
  ]
    .concat(['jxl', 'jp2', 'x-icon', 'vnd.adobe.photoshop', 'x-canon-cr2', 'x-nikon-nef', 'x-sony-arw'])
    .concat(['x-adobe-dng', 'x-canon-cr3', 'x-fujifilm-raf', 'x-panasonic-rw2', 'x-olympus-orf'])
    .map((name) => `image/${name}`),
);
/** Documents by their first bytes, besides the zipped and the plain ones. */
const PAPERS = new Set(['application/pdf', 'application/rtf', 'text/rtf']);
/** Old Office files all look alike from outside: the name tells which it is. */
const OLE = 'application/x-cfb';
const OLE_TYPES: Record<string, string> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

/**
 * What a file is, by its first bytes (`HEAD_BYTES`, or all of them): neither by its name nor by what the client
 * says. Only where content leaves two documents apart no further, the name's ending does. Nothing is unpacked.
 * @throws AppError `file_type_not_allowed` with a sentence about what it is; `invalid_request` for an empty one
 */
export async function fileTypeOf(head: Uint8Array, givenName: string): Promise<FileType> {
  if (head.byteLength === 0) throw new AppError('invalid_request', 'The file is empty.', { param: 'file' });
  const ending = givenName.split('.').at(-1)?.toLowerCase() ?? '';
  if (isZip(head)) {
    const contentType = zipType(head, ending);
    if (!contentType) throw notTaken('an archive');
    return { kind: 'document', contentType };
  }
  // A text's mark looks like the beginning of a sound.
  const mime = hasMark(head) ? undefined : (await fileTypeFromBuffer(head))?.mime;
  if (mime === undefined || mime === 'application/xml') {
    const text = textType(head, ending);
    if ('contentType' in text) return { kind: 'document', contentType: text.contentType };
    throw notTaken(text.problem);
  }
  const type = known(mime, ending);
  if (!type) throw notTaken(`${mime.startsWith('audio/') ? 'sound' : 'of another type'} (${mime})`);
  const more = carriesMore(head, type.kind);
  if (more) throw notTaken(`${mime} and ${more} in one`);
  return type;
}

function known(mime: string, ending: string): FileType | null {
  if (PICTURES.has(mime)) return { kind: 'image', contentType: mime };
  if (PAPERS.has(mime)) return { kind: 'document', contentType: mime };
  if (mime.startsWith('video/')) return { kind: 'video', contentType: mime };
  const old = mime === OLE ? OLE_TYPES[ending] : undefined;
  return old ? { kind: 'document', contentType: old } : null;
}

const notTaken = (what: string) =>
  new AppError(
    'file_type_not_allowed',
    `The file is ${what}. Images, videos and documents (PDF, Office, OpenDocument, RTF, plain text) are taken.`,
    { param: 'file' },
  );
