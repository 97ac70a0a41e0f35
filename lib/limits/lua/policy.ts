/**
 * What the requests under one policy share: whether it is still in force, and the subjects that it counts on.
 *
 * A policy's numbers, JSON: its two revisions, texts; the layout of each scope's counters (0: none); how many have some; limits, per
 * limit: scope + 4 × place of its counter + 4096 × place of its period (0: none), capacity (-1 unlimited); per
 * period: start, end, end of the next.
 *
 * Its KEYS, from one on: workspace revision, catalog revision, epoch, one of the caller's, the subjects that have
 * counters (key, user, workspace), open reservations, the subjects' rings.
 */
export const POLICY = `
-- The policy whose KEYS begin after a place, with what the store has under them: subjects by scope (false where
-- there is none as the policy wants it), the scopes to fill, and all subjects that are there.
local function policyAt(place, p, got)
  local n, key, KEYS = p[SUBJECTS], place + 4, KEYS
  local subjects, present, missing = { false, false, false }, { false, false, false }, nil
  for i = 1, 3 do
    local layout = p[2 + i]
    if layout ~= 0 then
      key = key + 1
      local sub = subjectAt(KEYS[key], KEYS[key + n + 1], got[key])
      present[i] = sub
      if sub and sub.s[1] == layout then
        subjects[i] = sub
      else
        missing = missing or {}
        missing[#missing + 1] = i
      end
    end
  end
  local first, second, outdated = got[place + 1], got[place + 2], nil
  local under = ':' .. epoch
  if first ~= p[1] .. under or second ~= p[2] .. under then
    outdated = rarely().outdated(first, p[1]) or rarely().outdated(second, p[2])
  end
  return {
    p = p, subjects = subjects, missing = missing, present = present, opens = KEYS[key + 1], outdated = outdated,
  }
end
`;
