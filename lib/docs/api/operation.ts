import * as z from 'zod';

/** Who calls: the holder of an API key, a manager (session or management token), a session alone, or anybody. */
export type Audience = 'key' | 'management' | 'browser' | 'anyone';

export const TAGS = {
  Models: 'Calls to models, as OpenAI’s API has them.',
  Uploads: 'Files of a workspace: sending, listing, fetching, describing and deleting them.',
  Limits: 'What is left, what was used, and why something was refused.',
  'Other services': 'For gateways and services that ask us before they work.',
  Keys: 'API keys of a workspace.',
  Workspaces: 'Workspaces, their plan and their limits.',
  'Members and accounts': 'Who belongs to a workspace, and you.',
  Usage: 'What was used, from the ledger and its rollups.',
  Alerts: 'Being told before a limit is used up.',
  'Plans and upgrades': 'Offers, their plans, and asking for another.',
  'Models and upstreams': 'What a platform admin sets up.',
  Administration: 'Tokens, audit, running requests.',
  Health: 'For load balancers and monitoring.',
} as const;
export type Tag = keyof typeof TAGS;

/** A tag as part of an address: `/docs/api/other-services`. */
export const groupId = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-');

export interface Operation {
  /** Names it for generated clients. */
  id: string;
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  tag: Tag;
  audience: Audience;
  /** A few words: "Create a key". */
  summary: string;
  text?: string;
  /** Who of them may: "platform admins". */
  role?: string;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A body as somebody would send it, for the sample call. */
  example?: object;
  /** The body is a form, with these files beside its fields. */
  files?: Readonly<Record<string, string>>;
  /** The body is bytes, or may be: what they are. */
  bytes?: string;
  /** Headers that a call must send beside the key, as it would send them. */
  headers?: Readonly<Record<string, string>>;
  status?: number;
  /** null: an answer without a body. */
  answer: z.ZodType | null;
  /** Other content types that the same answer comes in, with what they are. */
  also?: Readonly<Record<string, string>>;
  /** What fields mean, by dotted name, where their schema does not say. */
  fields?: Readonly<Record<string, string>>;
}

/** With every field required, so that an optional one cannot be forgotten. */
type Full<T> = T extends readonly (infer Item)[]
  ? Full<Item>[]
  : T extends object
    ? { [Field in keyof T]-?: Full<T[Field]> }
    : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Alike<A, B> = Same<A, B> extends true ? Same<Full<A>, Full<B>> : false;

/**
 * A schema of a view that TypeScript holds to the view's own type: a field too many, too few or of another kind
 * does not compile.
 */
export const viewOf =
  <View>() =>
  <S extends z.ZodType>(
    id: string,
    schema: S & (Alike<z.output<S>, View> extends true ? unknown : 'the schema is not the view'),
  ): S =>
    schema.meta({ id }) as S;

/** `{ "data": […], "next_cursor": … }` */
export const listOf = (item: z.ZodType): z.ZodType =>
  z.object({
    data: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'Pass it as `cursor` for the next page; null at the end.' }),
  });

export const whole = z.number().int();
export const instant = z.iso.datetime();
export const text = z.string();
