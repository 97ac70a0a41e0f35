'use client';

import { useState } from 'react';
import { PasswordInput } from '@/components/auth/password-input';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { MeView } from '@/lib/workspaces/schema';
import { useSettingsChange } from './queries';
import { SettingsForm } from './settings-form';

/** The account's name and password. */
export function ProfileTab({ user }: { user: MeView['user'] }) {
  const [name, setName] = useState(user.name);
  const rename = useSettingsChange(['me']);
  return (
    <div className="flex flex-col gap-6">
      <Card>
        <CardHeader>
          <CardTitle>Profile</CardTitle>
        </CardHeader>
        <CardContent>
          <SettingsForm
            action="Save profile"
            disabled={name.trim() === '' || name.trim() === user.name}
            change={rename}
            onSubmit={() =>
              rename.mutate(
                { method: 'PATCH', path: '/me', body: { name: name.trim() } },
                { onSuccess: () => window.location.reload() },
              )
            }
          >
            <Field label="Name" description="What other members see.">
              <Input
                value={name}
                maxLength={80}
                autoComplete="name"
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <Field label="E-mail" description="You sign in with it.">
              <Input value={user.email} readOnly disabled />
            </Field>
          </SettingsForm>
        </CardContent>
      </Card>
      <PasswordCard email={user.email} />
    </div>
  );
}

function PasswordCard({ email }: { email: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [short, setShort] = useState(false);
  const change = useSettingsChange(['sessions']);
  const submit = () => {
    setShort(next.length < 10);
    if (next.length < 10) return;
    change.mutate(
      { method: 'POST', path: '/me/password', body: { current, next } },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
          toast.success('Password changed', { description: 'Your other browsers are signed out.' });
        },
      },
    );
  };
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Password</CardTitle>
          <CardDescription>Changing it signs your other browsers out.</CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        <SettingsForm
          action="Change password"
          disabled={current === '' || next === ''}
          change={change}
          onSubmit={submit}
        >
          <input type="text" autoComplete="username" value={email} readOnly hidden />
          <Field label="Current password">
            <PasswordInput
              autoComplete="current-password"
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          </Field>
          <Field
            label="New password"
            description="At least 10 characters."
            {...(short ? { error: 'Enter at least 10 characters.' } : {})}
          >
            <PasswordInput
              autoComplete="new-password"
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          </Field>
        </SettingsForm>
      </CardContent>
    </Card>
  );
}
