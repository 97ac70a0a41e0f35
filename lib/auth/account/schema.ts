import * as z from 'zod';

/** `PATCH /api/manage/me` */
export const editProfileInput = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(80),
});

/** `POST /api/manage/me/password` */
export const changePasswordInput = z.strictObject({
  current: z.string().max(200),
  next: z.string().min(10, 'must have at least 10 characters').max(200),
});

/** One of `GET /api/manage/sessions`: a browser that is signed in. */
export interface SessionView {
  id: string;
  /** The one that asks. */
  current: boolean;
  ip: string | null;
  user_agent: string | null;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
}
