import { beforeAll, beforeEach } from 'vitest';
import { makeUser, makeWorkspace, seedForTests, type TestUser } from './tenants';

/* For files whose every test is about a new workspace: who is concerned, as of the test that runs. */

/** An admin of the platform, the same in all tests of the file. */
export let admin: TestUser;
/** Owns the workspace. */
export let owner: TestUser;
export let workspaceId: string;

/** Seeds the catalogs once, and makes each test of the file a workspace with an owner of its own. */
export function makeWorkspaceForEach(): void {
  beforeAll(async () => {
    await seedForTests();
    admin = await makeUser({ platformAdmin: true });
  });
  beforeEach(async () => {
    owner = await makeUser();
    ({ id: workspaceId } = await makeWorkspace(owner));
  });
}
