/** Whether a role may create and change keys; null is a platform admin, who stands above roles. */
export const mayEditKeys = (role: string | null): boolean => role !== 'viewer';
