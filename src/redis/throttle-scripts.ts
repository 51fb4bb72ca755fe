import { createScript } from './script.js'
import type { RedisScript } from './script.js'

/**
 * Times in Redis count from here (2023-11-14T22:13:20Z): smaller numbers leave a double more digits for parts of a
 * millisecond, which sums of short intervals need.
 */
export const REDIS_EPOCH_MS = 1_700_000_000_000

/** In place of the number of buckets of a plan: all that the decision takes is given back. */
export const REFUND = 93

/** Milliseconds that a bucket's key lives at least: one that is in use is then rarely given a new time to live. */
const SPARE_MS = 10_000

// `now` in milliseconds since the epoch above: an argument, or the server's own time where it is empty.
const NOW = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = (time[1] - 1700000000) * 1000 + time[2] / 1000
end
local floor, max = math.floor, math.max
`

// A bucket is two doubles: the time at which it is full, and the time until which its key lives. A key that lives long
// enough is written over in place, which takes half as long as setting it with a new time to live; texts of the numbers
// would take longer than both. ARGV[2] is how much longer keys live where times are not the server's.
const BUCKETS = `
local keep = tonumber(ARGV[2])
local call, ceil, format, pack, unpackdd = redis.call, math.ceil, string.format, struct.pack, struct.unpack
local function load(held)
  if held and #held == 16 then
    local full, lives = unpackdd('dd', held)
    return full, lives
  end
  return now, 0
end
local function store(key, full, lives)
  if lives >= full and lives > now then
    call('SETRANGE', key, '0', pack('dd', full, lives))
    return
  end
  local ttl = ceil(2 * max(full - now, 0)) + ${SPARE_MS}
  call('SET', key, pack('dd', full, now + ttl), 'PX', format('%.0f', ttl + keep))
end
`

// Periods: 0 day, 1 week, 2 month. A quota is a hash: f first period, p period counted, u used in it, d<day> used on a day (days since 1970).
const QUOTAS = `
local day = floor((now + 1700000000000) / 86400000)
local function periodStart(period)
  if period == 0 then return day end
  if period == 1 then return day - (day + 4) % 7 end
  local z = day + 719468
  local doe = z % 146097
  local yoe = floor((doe - floor(doe / 1460) + floor(doe / 36524) - floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + floor(yoe / 4) - floor(yoe / 100))
  local month = floor((5 * doy + 2) / 153)
  return day - (doy - floor((153 * month + 2) / 5))
end
local function loadQuota(key, period)
  local start = periodStart(period)
  local held = redis.call('HMGET', key, 'f', 'p', 'u', 'd' .. day)
  local quota = { key = key, start = start, first = tonumber(held[1]) or start, today = tonumber(held[4]) or 0 }
  if tonumber(held[2]) == start then
    quota.used = tonumber(held[3]) or 0
  else
    quota.used = 0
    if held[2] then
      for past = start, day do quota.used = quota.used + (tonumber(redis.call('HGET', key, 'd' .. past)) or 0) end
    end
  end
  return quota
end
local function limitOf(quota, limit, offset)
  return quota.start == quota.first and limit - offset or limit
end
local function storeQuota(quota)
  local key = quota.key
  redis.call('HSET', key, 'f', quota.first, 'p', quota.start, 'u', quota.used, 'd' .. day, quota.today)
  redis.call('PEXPIRE', key, 10800000000)
  if redis.call('HLEN', key) > 140 then
    for _, field in ipairs(redis.call('HKEYS', key)) do
      local past = tonumber(string.match(field, '^d(%-?%d+)$'))
      if past and past <= day - 124 then redis.call('HDEL', key, field) end
    end
  end
end
`

/**
 * All decisions of one tick. KEYS: buckets, then quotas. ARGV: now, keep, a list of numbers as JSON, and the decisions. The
 * list: number of buckets; number of limits, and interval and capacity of each (interval 0: refuses); number of quotas, and
 * limit, period, offset of each. A decision is digits (see `throttle-batch.ts`), which are read many times faster than
 * JSON or arguments: number of its buckets; how many are of a plan, or {@link REFUND}; its quota (0: none, two digits); and
 * for each bucket its key and its limit, two digits each. A key that comes twice in a tick sees its own first decision.
 *
 * Answers with one character a decision: 0 quota, 1 admitted, 2 the first bucket refuses, 3 the second …
 */
export const TAKE: RedisScript = createScript(`${NOW}${BUCKETS}${QUOTAS}
local list, decisions = cjson.decode(ARGV[3]), ARGV[4]
local byte = string.byte
local bucketCount, limitCount = list[1], list[2]
local full, lives, dirty, quotas, dirtyQuotas, verdicts = {}, {}, {}, {}, {}, {}
if bucketCount > 0 then
  local held = call('MGET', unpack(KEYS, 1, bucketCount))
  for i = 1, bucketCount do full[i], lives[i] = load(held[i]) end
end
local intervals, capacities = {}, {}
for i = 1, limitCount do
  intervals[i] = list[1 + 2 * i]
  capacities[i] = list[2 + 2 * i]
end
local at = 3 + 2 * limitCount
for i = 1, list[at] do
  local quota = loadQuota(KEYS[bucketCount + i], list[at + 2])
  quota.limit = limitOf(quota, list[at + 1], list[at + 3])
  quotas[i] = quota
  at = at + 3
end
local place, last, made = 1, #decisions, 0
local function lookUp(from)
  local high, low, limitHigh, limitLow = byte(decisions, from, from + 3)
  local limit = (limitHigh - 33) * 94 + limitLow - 33
  return (high - 33) * 94 + low - 33, intervals[limit], capacities[limit]
end
while place < last do
  local count, ofPlan, high, low = byte(decisions, place, place + 3)
  count, ofPlan = count - 33, ofPlan - 33
  local quotaIndex = (high - 33) * 94 + low - 33
  local first = place + 4
  place = first + 4 * count
  local quota = quotas[quotaIndex]
  local sign = ofPlan == ${REFUND} and -1 or 1
  local verdict = -1
  if sign > 0 then
    for pair = first, place - 1, 4 do
      local key, interval, capacity = lookUp(pair)
      local lack = full[key] - now
      if interval <= 0 or (lack > 0 and lack + interval > capacity + interval * 1e-6) then
        verdict = (pair - first) / 4
        if lack > capacity then full[key] = now + capacity dirty[key] = true end
        break
      end
    end
    if quota and (verdict == -1 or verdict >= ofPlan) and quota.used >= quota.limit then verdict = -2 end
  end
  if verdict == -1 then
    for pair = first, place - 1, 4 do
      local key, interval = lookUp(pair)
      local base = full[key]
      if base < now then base = now end
      full[key] = max(now, base + sign * interval)
      dirty[key] = true
    end
    if quota then
      quota.used = quota.used + sign
      quota.today = quota.today + sign
      dirtyQuotas[quotaIndex] = true
    end
  end
  made = made + 1
  verdicts[made] = verdict + 2
end
for key in pairs(dirty) do store(KEYS[key], full[key], lives[key]) end
for index in pairs(dirtyQuotas) do storeQuota(quotas[index]) end
return table.concat(verdicts)`)

/**
 * A block of tokens. KEYS: one bucket. ARGV: now, keep, interval, capacity, tokens wanted, tokens given back. Grants at
 * most half of what there is, so that other processes find some; never none where there is one.
 *
 * Answers with the tokens granted and the milliseconds until there can be one, a text as `3 0`.
 */
export const LEASE: RedisScript = createScript(`${NOW}${BUCKETS}
local interval, capacity = tonumber(ARGV[3]), tonumber(ARGV[4])
local full, lives = load(call('GET', KEYS[1]))
local lack = full - now
if lack <= 0 then lack = 0 elseif lack > capacity then lack = capacity end
lack = max(0, lack - tonumber(ARGV[6]) * interval)
local tokens = floor((capacity - lack) / interval + 1e-6)
local granted = math.min(tonumber(ARGV[5]), math.ceil(tokens / 2))
store(KEYS[1], now + lack + granted * interval, lives)
local wait = 0
if granted == 0 then wait = lack + interval - capacity end
return granted .. ' ' .. string.format('%.3f', wait)`)

/** Sets what a quota has used in its period. KEYS: one quota. ARGV: now, keep, period, used. */
export const SET_USAGE: RedisScript = createScript(`${NOW}${QUOTAS}
local quota = loadQuota(KEYS[1], tonumber(ARGV[3]))
local used = tonumber(ARGV[4])
quota.today = quota.today + used - quota.used
quota.used = used
storeQuota(quota)
return 'OK'`)
