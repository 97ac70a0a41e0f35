/** `.headroom/demo.json`: what scripts and people need to use a running demo. */
export interface DemoInfo {
  baseUrl: string;
  /** Of the platform admin. */
  managementToken: string;
  admin: Credentials;
  /** One for each catalog in its order, then a second `headroom` one with a month of history. */
  workspaces: DemoWorkspace[];
}

export interface Credentials {
  email: string;
  password: string;
}

export interface DemoWorkspace {
  catalog: string;
  id: string;
  /** Slug of its plan. */
  plan: string;
  /** Secret of its key. */
  key: string;
  owner: Credentials;
}
