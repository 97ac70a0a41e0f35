'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { Input } from '@/components/ui/input';
import { PasswordInput } from './password-input';
import { signInMessage } from './sign-in-errors';
import { signInWithPassword } from './sign-in-with-password';

interface SignInFormProps {
  callbackUrl: string;
  /** An error that came with the address, from an outside provider. */
  initialError: string | null;
}

export function SignInForm({ callbackUrl, initialError }: SignInFormProps) {
  const form = useForm({ defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting } = form.formState;
  const [problem, setProblem] = useState(initialError);
  const [leaving, setLeaving] = useState(false);

  const submit = form.handleSubmit(async ({ email, password }) => {
    setProblem(null);
    const error = await signInWithPassword(email.trim(), password);
    if (error) {
      setProblem(error);
      form.resetField('password');
      form.setFocus('password');
      return;
    }
    setLeaving(true);
    window.location.assign(callbackUrl);
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4" aria-label="Sign in">
      <FormAlert>{problem ? signInMessage(problem) : null}</FormAlert>
      <Field label="E-mail" error={errors.email?.message}>
        <Input
          {...form.register('email', { required: 'Type your e-mail address.' })}
          type="email"
          autoComplete="username"
          className="h-10"
          autoFocus
        />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <PasswordInput
          {...form.register('password', { required: 'Type your password.' })}
          className="h-10"
          autoComplete="current-password"
        />
      </Field>
      <Button type="submit" size="lg" pending={isSubmitting || leaving}>
        Sign in
      </Button>
    </form>
  );
}
