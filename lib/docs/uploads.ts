import type { CatalogView } from '../plans/schema';
import { code, type DocSection, list, note, type Sample, text } from './page';
import { presignPython, uploadPython } from './snippets/uploads';

/** How files are sent, and where that stops; nothing where no plan takes files. */
export function uploadSections(catalog: CatalogView, baseUrl: string): DocSection[] {
  if (catalog.plans.every(({ sizes }) => sizes === null)) return [];
  return [
    {
      id: 'uploads',
      title: 'Uploads',
      blocks: [
        text(
          'Bytes are held in storage before they are written, and taken back when an upload fails, ends early or is deleted: storage is never passed, however many uploads run at once.',
        ),
        {
          kind: 'table',
          caption: 'Ways to send a file',
          columns: ['For', 'Call', 'Counts'],
          rows: WAYS.map(([what, call, counts]) => [what, call, counts]),
        },
        list(
          'What a file is, its **content** tells: its name and its `Content-Type` are not asked. Images, documents and videos are stored; anything else is a 415 `file_type_not_allowed` that says what it looks like.',
          'A file has the same id however it came. `GET /v1/files?query=…` finds it, `GET /v1/files/{id}` fetches it or a range of it, `DELETE /v1/files/{id}` frees its bytes before it answers.',
          '`POST /v1/descriptions` has a model look at an image. It counts a description of the month, its tokens and what they cost.',
        ),
        {
          kind: 'table',
          caption: 'Where an upload stops',
          columns: ['What is reached', 'The original page', 'Here', 'Why'],
          rows: STOPS.map((row) => [...row]),
        },
        note(
          'Only the first is a 429. A file or batch that is too large is a 413 and full storage a 403, although the original page says 429: its own client would otherwise send a file again and again that never fits.',
        ),
        code('Upload files', uploadPython(baseUrl), ...curl(catalog, baseUrl)),
        code('Upload a large file by a presigned address', presignPython(baseUrl)),
      ],
    },
  ];
}

const WAYS = [
  [
    'A file of up to 100 MB',
    '`POST /upload/stream`: the file as the body with `?filename=`, or a form with the field `file`',
    '1 request, 1 concurrent upload',
  ],
  [
    'Several files',
    '`POST /upload/stream-batch`: a form with a field `files` for each; all are stored or none',
    '1 request, 1 concurrent upload',
  ],
  [
    'A large file',
    '`POST /upload/presign`, `PUT` to the address that it answers, `POST /upload/{id}/complete`',
    '1 request; the `PUT` none',
  ],
  [
    'A very large file, or a poor connection',
    '`POST /upload/resumable` and on, by the [tus protocol](https://tus.io)',
    '1 request; 1 concurrent upload while bytes come',
  ],
] as const;

const STOPS = [
  [
    'Concurrent uploads',
    '429',
    '429 `concurrency_limit_exceeded`, `Retry-After: 1`',
    'A place is free in a moment.',
  ],
  ['Size of a file', '429', '413 `file_too_large`', 'It never fits.'],
  ['Files of a batch', '429', '413 `batch_too_large`', 'It never fits.'],
  ['Storage', '429', '403 `storage_full`', 'It fits once files are deleted or the plan is changed.'],
] as const;

const curl = ({ key_prefix }: CatalogView, baseUrl: string): Sample[] => [
  {
    label: 'curl',
    language: 'bash',
    code: `curl "${baseUrl}/upload/stream?filename=photo.jpg" \\
  -H "Authorization: Bearer ${key_prefix}…" \\
  --data-binary @./photo.jpg

curl ${baseUrl}/upload/stream-batch \\
  -H "Authorization: Bearer ${key_prefix}…" \\
  -F files=@./photo.jpg -F files=@./report.pdf`,
  },
];
