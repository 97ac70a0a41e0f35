import type { FieldError, FieldErrors, Resolver } from 'react-hook-form';
import { typedNumber } from '@/components/format/typed-number';
import {
  type CreateKeyInput,
  createKeyInput,
  KEY_SCOPES,
  type KeyView,
  type UpdateKeyInput,
} from '@/lib/keys/schema';

export type KeyScope = (typeof KEY_SCOPES)[number];

/** What stands in the form's controls: text as typed. */
export interface KeyFormValues {
  name: string;
  /** Plan slug; '' follows the workspace. */
  plan: string;
  rpm: string;
  tpm: string;
  budget: string;
  period: 'month' | 'lifetime';
  /** Days from now, `never`, `date` (the field below) or `keep` (leave an existing key's instant). */
  expiry: 'never' | '1' | '7' | '30' | '90' | '365' | 'date' | 'keep';
  /** `YYYY-MM-DD`; the key works to the end of that day in the reader's zone. */
  expiryDate: string;
  models: string[];
  ips: string[];
  scopes: KeyScope[];
}

export const EMPTY_KEY_FORM: KeyFormValues = {
  name: '',
  plan: '',
  rpm: '',
  tpm: '',
  budget: '',
  period: 'month',
  expiry: 'never',
  expiryDate: '',
  models: [],
  ips: [],
  scopes: [],
};

export const formOf = (key: KeyView): KeyFormValues => ({
  name: key.name,
  plan: key.plan ?? '',
  rpm: key.rpm === null ? '' : String(key.rpm),
  tpm: key.tpm === null ? '' : String(key.tpm),
  budget: key.budget?.amount ?? '',
  period: key.budget?.period ?? 'month',
  expiry: key.expires_at ? 'keep' : 'never',
  expiryDate: '',
  models: key.models,
  ips: key.ips,
  scopes: key.scopes.filter((scope): scope is KeyScope => KEY_SCOPES.some((known) => known === scope)),
});

/** A whole number as people type it, with grouping; null where nothing is typed, NaN where it is none. */
function wholeNumber(text: string): number | null {
  const digits = typedNumber(text);
  if (digits === '') return null;
  return /^-?\d+$/.test(digits) ? Number(digits) : Number.NaN;
}

/** When the chosen expiry is, as ISO; null never, undefined unchanged. An unreadable date stays as typed, to be refused. */
function expiresAt(values: KeyFormValues, nowMs: number): string | null | undefined {
  if (values.expiry === 'keep') return undefined;
  if (values.expiry === 'never') return null;
  if (values.expiry !== 'date') return new Date(nowMs + Number(values.expiry) * 86_400_000).toISOString();
  const end = new Date(`${values.expiryDate}T23:59:59.999`);
  return Number.isNaN(end.getTime()) ? values.expiryDate : end.toISOString();
}

/** The fields of the API's body; what is left empty is null, so that an edit can clear it. */
export function toInput(values: KeyFormValues, nowMs: number) {
  const budget = typedNumber(values.budget);
  return {
    name: values.name.trim(),
    plan: values.plan || null,
    rpm: wholeNumber(values.rpm),
    tpm: wholeNumber(values.tpm),
    budget: budget === '' ? null : { amount: budget, period: values.period },
    expires_at: expiresAt(values, nowMs),
    models: values.models,
    ips: values.ips,
    scopes: values.scopes,
  } satisfies CreateKeyInput & UpdateKeyInput;
}

type FormField = keyof KeyFormValues;

/** Which control an API field belongs to. */
const CONTROL: Record<string, FormField> = {
  name: 'name',
  plan: 'plan',
  rpm: 'rpm',
  tpm: 'tpm',
  budget: 'budget',
  expires_at: 'expiryDate',
  models: 'models',
  ips: 'ips',
  scopes: 'scopes',
};

/** The control for a field named by the server, such as `budget.amount`; null for one that the form has not. */
export const controlFor = (field: unknown): FormField | null =>
  typeof field === 'string' ? (CONTROL[field.split('.')[0] ?? ''] ?? null) : null;

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** Checks the form with the very schema that the server parses with. */
export const keyFormResolver: Resolver<KeyFormValues> = (values) => {
  const result = createKeyInput.safeParse(toInput(values, Date.now()));
  if (result.success) return { values, errors: {} };
  const errors: FieldErrors<KeyFormValues> = {};
  for (const issue of result.error.issues) {
    const control = controlFor(issue.path.map(String).join('.'));
    if (!control || errors[control]) continue;
    const number = control === 'rpm' || control === 'tpm';
    const message =
      number && issue.code === 'invalid_type'
        ? 'Must be a whole number.'
        : control === 'expiryDate'
          ? 'Choose the day on which the key ends.'
          : sentence(issue.message);
    Object.assign(errors, { [control]: { type: issue.code, message } satisfies FieldError });
  }
  return { values: {}, errors };
};
