/**
 * What the requests under one policy share: whether it is still in force, and the subjects that it counts on.
 *
 * A policy's numbers, JSON: its two revisions; the layout of each scope's counters (0: none); limits, per
 * limit: scope + 4 × place of its counter + 4096 × its period (0: none), capacity (-1 unlimited); per period:
 * start, end, next start, next end.
 *
 * Its KEYS, from one on: workspace revision, catalog revision, epoch, one of the caller's, the subjects that have
 * counters (key, user, workspace), open reservations, the subjects' rings.
 */
export const POLICY = `
local COUNT, LIMITS = 6, 7

local function subjectsIn(p)
  local n = 0
  for i = 3, 5 do if p[i] ~= 0 then n = n + 1 end end
  return n
end

-- The policy whose KEYS begin after a place, with what the store has under them: subjects by scope (false where
-- there is none as the policy wants it), the scopes to fill, and all subjects that are there.
local function policyAt(place, p, got)
  local n = subjectsIn(p)
  local subjects, missing, present = { false, false, false }, {}, {}
  local key = place + 4
  for i = 1, 3 do
    local layout = p[2 + i]
    if layout ~= 0 then
      key = key + 1
      local sub = subjectAt(KEYS[key], KEYS[key + n + 1], got[key])
      if sub then present[#present + 1] = sub end
      if sub and sub.s[1] == layout then subjects[i] = sub
      else missing[#missing + 1] = i end
    end
  end
  return {
    p = p, subjects = subjects, missing = missing, present = present, opens = KEYS[key + 1],
    outdated = outdated(got[place + 1], p[1]) or outdated(got[place + 2], p[2]),
  }
end

-- Never behind the newest instant that any of them has seen.
local function timeOf(given, subjects)
  local now = storeTime(given)
  for i = 1, 3 do
    local sub = subjects[i]
    if sub and sub.s[3] > now then now = sub.s[3] end
  end
  return now
end
`;
