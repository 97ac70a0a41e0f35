'use client';

import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormAlert } from '@/components/ui/form-alert';
import { Input } from '@/components/ui/input';
import { postOpen } from './post-open';

/** Asks for a link that sets a new password. It says the same whether or not there is such an account. */
export function AskResetForm() {
  const form = useForm({ defaultValues: { email: '' } });
  const { errors, isSubmitting } = form.formState;
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);

  const submit = form.handleSubmit(async ({ email }) => {
    setProblem(null);
    const failure = await postOpen('/api/password-resets', { email: email.trim() });
    if (!failure) setAsked(email.trim());
    else if (failure.field === 'email') form.setError('email', { message: 'Type an e-mail address.' });
    else setProblem(failure.message);
  });

  if (asked !== null) {
    return (
      <div role="status" className="flex gap-3">
        <MailCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-muted-foreground" />
        <p>
          If <span className="break-all font-medium">{asked}</span> has an account here, a link is on its way.
          It works once, within an hour. Nothing came? Look among the spam, or ask again.
        </p>
      </div>
    );
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4" aria-label="Ask for a link">
      <FormAlert>{problem}</FormAlert>
      <Field label="E-mail" error={errors.email?.message}>
        <Input
          {...form.register('email', { required: 'Type your e-mail address.' })}
          type="email"
          autoComplete="username"
          className="h-10"
          autoFocus
        />
      </Field>
      <Button type="submit" size="lg" pending={isSubmitting}>
        Send link
      </Button>
    </form>
  );
}
