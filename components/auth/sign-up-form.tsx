'use client';

import { useState } from 'react';
import { type Resolver, useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { Input } from '@/components/ui/input';
import type { SignUpInput } from '@/lib/auth/schema';
import { PasswordInput } from './password-input';
import { postOpen } from './post-open';
import { signInMessage } from './sign-in-errors';
import { signInWithPassword } from './sign-in-with-password';

interface SignUpFormProps {
  callbackUrl: string;
  /** Token of the invitation link that led here. */
  invite: string | undefined;
}

/** The server's own schema, fetched with the first submit: the page itself does without a parser. */
const resolver: Resolver<SignUpInput> = async (...form) => {
  const [{ zodResolver }, { signUpInput }] = await Promise.all([
    import('@hookform/resolvers/zod'),
    import('@/lib/auth/schema'),
  ]);
  return zodResolver(signUpInput)(...form);
};

const FIELDS = ['email', 'password', 'name', 'workspace'] as const;

export function SignUpForm({ callbackUrl, invite }: SignUpFormProps) {
  const form = useForm<SignUpInput>({
    resolver,
    defaultValues: { email: '', password: '', name: '', invite },
  });
  const { errors, isSubmitting } = form.formState;
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    const failure = await postOpen('/api/sign-up', values);
    if (failure) {
      const field = FIELDS.find((name) => name === failure.field);
      if (field) form.setError(field, { message: failure.message }, { shouldFocus: true });
      else setProblem(failure.message);
      return;
    }
    const error = await signInWithPassword(values.email, values.password);
    if (error) {
      setProblem(`Your account was created, but signing in did not work. ${signInMessage(error)}`);
      return;
    }
    setLeaving(true);
    window.location.assign(callbackUrl);
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4" aria-label="Create account">
      <FormAlert>{problem}</FormAlert>
      <Field label="Name" error={said(errors.name?.message)}>
        <Input {...form.register('name')} autoComplete="name" className="h-10" autoFocus />
      </Field>
      <Field label="E-mail" error={said(errors.email?.message)}>
        <Input {...form.register('email')} type="email" autoComplete="username" className="h-10" />
      </Field>
      <Field label="Password" description="At least 10 characters." error={said(errors.password?.message)}>
        <PasswordInput {...form.register('password')} autoComplete="new-password" className="h-10" />
      </Field>
      {invite ? null : (
        <Field label="Workspace" hint="optional" error={said(errors.workspace?.message)}>
          <Input
            {...form.register('workspace', { setValueAs: (text: string) => text.trim() || undefined })}
            placeholder="Acme"
            autoComplete="organization"
            className="h-10"
          />
        </Field>
      )}
      <Button type="submit" size="lg" pending={isSubmitting || leaving}>
        Create account
      </Button>
    </form>
  );
}

/** The schema's messages are predicates ("must not be empty"): here they stand alone as sentences. */
const said = (message: string | undefined): string | undefined =>
  message && `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`;
