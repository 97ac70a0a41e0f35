'use client';

import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { PasswordInput } from './password-input';
import { postOpen } from './post-open';
import { signInMessage } from './sign-in-errors';
import { signInWithPassword } from './sign-in-with-password';

interface SetPasswordFormProps {
  token: string;
  /** Whose password it is. */
  email: string;
}

const LEAST = 10;

/** Sets a new password by a link, and signs in with it. */
export function SetPasswordForm({ token, email }: SetPasswordFormProps) {
  const form = useForm({ defaultValues: { password: '' } });
  const { errors, isSubmitting } = form.formState;
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState(false);

  const submit = form.handleSubmit(async ({ password }) => {
    setProblem(null);
    const failure = await postOpen('/api/password-resets/use', { token, password });
    if (failure) {
      setProblem(failure.message);
      return;
    }
    const error = await signInWithPassword(email, password);
    if (error) {
      setProblem(`Your password is set, but signing in did not work. ${signInMessage(error)}`);
      return;
    }
    setLeaving(true);
    window.location.assign('/');
  });

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4" aria-label="Set a new password">
      <FormAlert>{problem}</FormAlert>
      <input type="email" value={email} autoComplete="username" readOnly hidden />
      <Field label="New password" description="At least 10 characters." error={errors.password?.message}>
        <PasswordInput
          {...form.register('password', {
            minLength: { value: LEAST, message: 'Must have at least 10 characters.' },
            required: 'Type a new password.',
          })}
          className="h-10"
          autoComplete="new-password"
          autoFocus
        />
      </Field>
      <Button type="submit" size="lg" pending={isSubmitting || leaving}>
        Set password
      </Button>
    </form>
  );
}
