import type { WorkspaceView } from '../workspaces/schema';

/** What the files of an archive are, for whoever opens it years later. */
export async function* readme({ id, name, catalog }: WorkspaceView, at: Date): AsyncGenerator<string> {
  yield `Export of the Headroom workspace "${name}"
Id: ${id}
Made: ${at.toISOString()}

All times are UTC, in ISO 8601. Money is in ${catalog.currency}. CSV files are UTF-8 with a head row; cells that a
spreadsheet would take for a formula begin with an apostrophe.

workspace.json     name, plan with its limits, custom limits, origins
plan-changes.json  when the workspace changed its plan
alerts.json        what it wants to be told of
members.csv        who belongs to it, with which role
keys.csv           API keys, revoked ones included: never their secrets
usage.csv          what was used, by the hour, key, member, model and outcome
refusals.csv       what was refused, by the quarter-hour and limit
files.csv          stored files; their contents are fetched at /v1/files/{id}
audit.csv          who changed what, when and from where

Prompts and answers are never stored, so they are not here.
`;
}
