import { typedNumber } from '@/components/format/typed-number';
import type { CreateUpstreamInput, UpstreamView } from '@/lib/models/schema';

/** The fields of the upstream form, as typed. */
export interface UpstreamForm {
  name: string;
  baseUrl: string;
  /** '' keeps a stored key. */
  apiKey: string;
  /** Takes the stored key away. */
  removeKey: boolean;
  /** '' is any number. */
  maxInFlight: string;
  /** Seconds */
  connect: string;
  firstByte: string;
  idle: string;
}

export type UpstreamFormErrors = Partial<Record<keyof UpstreamForm, string>>;

export const EMPTY_UPSTREAM_FORM: UpstreamForm = {
  name: '',
  baseUrl: '',
  apiKey: '',
  removeKey: false,
  maxInFlight: '',
  connect: '5',
  firstByte: '60',
  idle: '60',
};

const seconds = (ms: number): string => String(ms / 1000);

export const toUpstreamForm = (upstream: UpstreamView): UpstreamForm => ({
  name: upstream.name,
  baseUrl: upstream.base_url,
  apiKey: '',
  removeKey: false,
  maxInFlight: upstream.max_in_flight === null ? '' : String(upstream.max_in_flight),
  connect: seconds(upstream.connect_timeout_ms),
  firstByte: seconds(upstream.first_byte_timeout_ms),
  idle: seconds(upstream.idle_timeout_ms),
});

/** The form as the API takes it, or what is wrong with each field. What only the server knows, it tells. */
export function parseUpstreamForm(
  form: UpstreamForm,
): { upstream: CreateUpstreamInput } | { errors: UpstreamFormErrors } {
  const errors: UpstreamFormErrors = {};
  const ms = (field: 'connect' | 'firstByte' | 'idle', most: number): number => {
    const value = Number(form[field]);
    const valid = /^\d+(\.\d{1,3})?$/.test(form[field].trim()) && value >= 0.1 && value <= most;
    if (!valid) errors[field] = `Enter seconds from 0.1 to ${most.toLocaleString('en')}.`;
    return Math.round(value * 1000);
  };
  const name = form.name.trim();
  if (name === '' || name.length > 60) errors.name = 'Enter a name of at most 60 characters.';
  const baseUrl = form.baseUrl.trim();
  if (!/^https?:\/\/\S+$/i.test(baseUrl))
    errors.baseUrl = 'Enter an address such as https://api.openai.com/v1.';
  const limit = typedNumber(form.maxInFlight);
  if (limit !== '' && !/^[1-9]\d{0,4}$|^100000$/.test(limit)) {
    errors.maxInFlight = 'Enter a whole number from 1 to 100,000, or nothing for any number.';
  }
  const key = form.apiKey.trim();
  if (/\s/.test(key)) errors.apiKey = 'A key has no spaces. Paste it again.';
  const upstream: CreateUpstreamInput = {
    name,
    base_url: baseUrl,
    ...(key !== '' ? { api_key: key } : form.removeKey && { api_key: null }),
    max_in_flight: limit === '' ? null : Number(limit),
    connect_timeout_ms: ms('connect', 60),
    first_byte_timeout_ms: ms('firstByte', 1_800),
    idle_timeout_ms: ms('idle', 1_800),
  };
  return Object.keys(errors).length > 0 ? { errors } : { upstream };
}
