"""What Redis does by itself: each script is one indivisible step, and repeating it changes nothing.

Every write that decides anything carries the number of the lease (the fence) and is refused under an older one.
"""

from __future__ import annotations

FENCED = """
local fence = redis.call('GET', KEYS[1])
if not fence then return redis.error_reply('LOST the store is empty') end
if tonumber(fence) < tonumber(ARGV[1]) then return redis.error_reply('LOST the lease itself is gone') end
if fence ~= ARGV[1] then return redis.error_reply('FENCED by another pipeline') end
"""

JOURNAL = (
    FENCED
    + """
local last = tonumber(redis.call('GET', KEYS[3]) or '0')
if tonumber(ARGV[2]) <= last then return 0 end
if tonumber(ARGV[2]) > last + 1 then return redis.error_reply('LOST the last entries are gone') end
redis.call('RPUSH', KEYS[2], ARGV[3])
redis.call('SET', KEYS[3], ARGV[2])
return 1
"""
)
"""KEYS fence, journal, number; ARGV lease, entry number, entry: 1, or 0 when it was written already."""

CLEAR = (
    FENCED
    + """
local kept = tonumber(redis.call('GET', KEYS[3]) or '0') - tonumber(ARGV[2])
if kept <= 0 then redis.call('DEL', KEYS[2]) else redis.call('LTRIM', KEYS[2], -kept, -1) end
"""
)
"""KEYS fence, journal, number; ARGV lease, number of the last entry that was delivered."""

_CHANGE = """
local c = cmsgpack.unpack(ARGV[3])
local function each(command, key, list, width)
  for first = 1, #list, 1000 * width do
    local last = math.min(first + 1000 * width - 1, #list)
    redis.call(command, tag .. key, unpack(list, first, last))
  end
end
for bucket, timed in pairs(c.due) do each('ZADD', 'due:' .. bucket, timed, 2) end
for bucket, names in pairs(c.done) do each('ZREM', 'due:' .. bucket, names, 1) end
for i = 1, #c.forget, 2 do
  for _, period in ipairs(redis.call('SMEMBERS', tag .. 'periods')) do
    redis.call('SREM', tag .. 'seen:' .. period .. ':' .. c.forget[i], c.forget[i + 1])
  end
end
for period, ids in pairs(c.seen) do
  redis.call('SADD', tag .. 'periods', period)
  for i = 1, #ids, 2 do redis.call('SADD', tag .. 'seen:' .. period .. ':' .. ids[i], ids[i + 1]) end
end
for _, period in ipairs(c.past) do
  redis.call('SREM', tag .. 'periods', period)
  for bucket = 0, c.buckets - 1 do redis.call('UNLINK', tag .. 'seen:' .. period .. string.format(':%x', bucket)) end
end
for _, range in ipairs(c.unnamed) do redis.call('ZREMRANGEBYLEX', tag .. 'appears:' .. range[1], range[2], range[3]) end
for bucket, scored in pairs(c.named) do each('ZADD', 'appears:' .. bucket, scored, 2) end
each('HSET', 'erased', c.erased, 2)
each('HSET', 'generations', c.generations, 2)
each('HSET', 'decided', c.decided, 2)
each('HSET', 'waits', c.waits, 2)
each('HDEL', 'waits', c.waited, 1)
each('SREM', 'awaited', c.met, 1)
each('SADD', 'awaited', c.awaited, 1)
if #c.met + #c.awaited + #c.erased > 0 then redis.call('INCR', tag .. 'changes') end
"""

STATE = (
    FENCED
    + """
local tag = ARGV[4]
local applied = tag .. 'applied'
if tonumber(ARGV[2]) <= tonumber(redis.call('GET', applied) or '0') then return 0 end
"""
    + _CHANGE
    + """
redis.call('SET', tag .. 'now', c.now)
redis.call('SET', applied, ARGV[2])
return 1
"""
)
"""KEYS fence; ARGV lease, entry number, changes (msgpack), the decider's tag: 1, or 0 when it was applied already."""

RESTORED = (
    FENCED
    + """
local tag = ARGV[4]
"""
    + _CHANGE
)
"""KEYS fence; ARGV lease, nothing, changes (msgpack) that changelogs tell, the decider's tag."""

WHOLE = (
    FENCED
    + """
redis.call('DEL', KEYS[2])
local last = 5 + tonumber(ARGV[5])
for i = 6, last do redis.call('RPUSH', KEYS[2], ARGV[i]) end
redis.call('SET', KEYS[4], ARGV[3])
redis.call('SET', KEYS[5], ARGV[4])
for i = last + 1, #ARGV do redis.call('HSET', KEYS[6], ARGV[i], 1) end
redis.call('INCR', KEYS[7])
redis.call('SET', KEYS[3], ARGV[2])
"""
)
"""KEYS fence, journal, number, now, applied, rewind, changes; ARGV lease, number, stream time, number of the last entry
applied, how many entries follow, the open entries, the parts to read again."""

SWEEP = (
    FENCED
    + """
for i = 2, #ARGV, 1000 do redis.call('ZREM', KEYS[2], unpack(ARGV, i, math.min(i + 999, #ARGV))) end
"""
)
"""KEYS fence, bucket of appearances; ARGV lease, then those that are to go."""

LOOK = """
local bucket, from, buckets, most, found = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), {}
for _ = 0, math.min(buckets, 1024) do
  local key = KEYS[1] .. string.format('%x', bucket)
  for _, pair in ipairs(redis.call('ZRANGEBYLEX', key, from, '+', 'LIMIT', 0, most - #found)) do
    found[#found + 1] = pair
  end
  if #found >= most then return {bucket, '(' .. found[#found], found} end
  bucket, from = (bucket + 1) % buckets, '-'
end
return {bucket, from, found}
"""
"""KEYS what the buckets of appearances begin with; ARGV the bucket and the place in it to go on from, how many buckets
there are, how many appearances are wanted: where to go on next time, and the appearances up to there. Most buckets of a
small store are empty: no more than a thousand of them are passed."""

DUE = """
local found = {}
for bucket = tonumber(ARGV[1]), tonumber(ARGV[2]) - 1 do
  local key = KEYS[1] .. string.format('%x', bucket)
  for _, part in ipairs(redis.call('ZRANGEBYSCORE', key, ARGV[3], ARGV[4], 'WITHSCORES')) do
    found[#found + 1] = part
  end
end
return found
"""
"""KEYS what the buckets of what is due begin with; ARGV the first bucket and the one after the last, after which time,
up to which: each ledger and its time."""

SEEN = """
local found = {}
local periods = redis.call('SMEMBERS', KEYS[1] .. 'periods')
for i = 1, #ARGV, 2 do
  local known = 0
  for _, period in ipairs(periods) do
    known = redis.call('SISMEMBER', KEYS[1] .. 'seen:' .. period .. ':' .. ARGV[i], ARGV[i + 1])
    if known == 1 then break end
  end
  found[#found + 1] = known
end
return found
"""
"""KEYS the decider's tag; ARGV bucket and number of each event id: 1 where it is remembered, else 0."""

MARK = (
    FENCED
    + """
return redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
"""
)
"""KEYS fence, marks; ARGV lease, part of the input, how far its posts are findable."""

READ_AGAIN = (
    FENCED
    + """
return redis.call('HDEL', KEYS[2], ARGV[2])
"""
)
"""KEYS fence, parts with what is known of each; ARGV lease, one of which nothing is to be known any more."""

# Bytes are compared as numbers: Lua's < on strings follows the locale that the server was started with.
_SCAN = """
local function each(data, needle, width, found)
  local from = 1
  while true do
    local place = string.find(data, needle, from, true)
    if not place then return end
    local over = (place - 1) % width
    if over == 0 then
      if found(string.sub(data, place, place + width - 1)) then return end
      from = place + width
    else from = place + width - over end
  end
end
local function number(bytes) return struct.unpack('>I' .. #bytes, bytes) end
local function bisect(key, needle, width)
  local wanted, low, high = number(needle), 0, redis.call('STRLEN', key) / width
  while low < high do
    local middle = math.floor((low + high) / 2)
    local found = number(redis.call('GETRANGE', key, middle * width, middle * width + #needle - 1))
    if found < wanted then low = middle + 1 else high = middle end
  end
  return low * width
end
"""

FIND = (
    _SCAN
    + """
local needle, width, passed = ARGV[1], 19, {}
for i = 2, #ARGV do passed[ARGV[i]] = true end
local function counts(record) return not passed[string.sub(record, 7, 14)] end
for i = 1, #KEYS do
  local key, hit = KEYS[i], nil
  if string.sub(key, -7) == ':sealed' then
    local start = bisect(key, needle, width)
    local record = redis.call('GETRANGE', key, start, start + width - 1)
    if string.sub(record, 1, #needle) == needle and counts(record) then hit = record end
  else
    each(redis.call('GET', key) or '', needle, width, function(record)
      if counts(record) then hit = record return true end
    end)
  end
  if hit then return {i, hit} end
end
return false
"""
)
"""KEYS post days, oldest first, each sealed before open; ARGV post hash (6 bytes), authors to pass over (8 bytes).

{place, record} of the first.
"""

WRITTEN = (
    _SCAN
    + """
local needle, width, result = ARGV[1], 10, {}
for i = 1, #KEYS do
  local key, hashes = KEYS[i], {}
  if string.sub(key, -7) == ':sealed' then
    local start = bisect(key, needle, width)
    while true do
      local record = redis.call('GETRANGE', key, start, start + width - 1)
      if string.sub(record, 1, #needle) ~= needle then break end
      hashes[#hashes + 1] = string.sub(record, 6)
      start = start + width
    end
  else
    each(redis.call('GET', key) or '', needle, width, function(record) hashes[#hashes + 1] = string.sub(record, 6) end)
  end
  result[i] = table.concat(hashes)
end
return result
"""
)
"""KEYS author days; ARGV author hash (5 bytes): of each day the hashes of the author's posts, 5 bytes each."""

CODE = """
local code = redis.call('HGET', KEYS[1], ARGV[1])
if code then return tonumber(code) end
local next = redis.call('HLEN', KEYS[1]) + 1
if next > tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], next)
return next
"""
"""KEYS words; ARGV word, most: the code of the word, or 0 when there is no room for another."""

SEAL = """
local open = redis.call('GET', KEYS[1]) or ''
if redis.sha1hex(open) ~= ARGV[1] or redis.call('STRLEN', KEYS[2]) ~= tonumber(ARGV[2]) then return 0 end
local left = math.max(redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[2]))
if ARGV[3] == '' then redis.call('DEL', KEYS[2]) else redis.call('SET', KEYS[2], ARGV[3]) end
if left > 0 then redis.call('PEXPIRE', KEYS[2], left) end
redis.call('DEL', KEYS[1])
return 1
"""
"""KEYS open, sealed; ARGV SHA-1 of the open one and length of the sealed one as they were read, sorted records of both.

1, or 0 when somebody has written to either meanwhile: the whole of the open one is compared, since one that was sealed
and begun anew may have the same length.
"""
