import { toast } from '@/components/ui/toast';

/** Signs out here and on the server, then shows the sign-in page. */
export async function endSession(): Promise<void> {
  try {
    const { signOut } = await import('next-auth/react');
    await signOut({ redirect: false });
    window.location.assign('/sign-in');
  } catch {
    toast.error('You are still signed in: the server could not be reached. Try again.');
  }
}
