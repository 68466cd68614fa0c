"""The scripts of the ledgers, which are lists: key, ledger, key, ledger, in the order in which they came.

A list keeps its elements packed whatever their size, by any configuration of Redis; a hash does only while all are
short. A ledger begins with its head (dataflows/redis/kept.py), so none of them is taken for a key.
"""

from __future__ import annotations

from dataflows.redis.scripts import FENCED

READ = """
local found = {}
for i = 1, #KEYS do
  local place = redis.call('LPOS', KEYS[i], ARGV[i])
  found[i] = place and redis.call('LINDEX', KEYS[i], place + 1)
end
return found
"""
"""KEYS bucket of each key; ARGV keys: their ledgers, or nothing."""

WRITE = (
    FENCED
    + """
local function number(kept) return (struct.unpack('>I5', kept, 2)) end
local function drop(bucket, key, place)
  local kept, last = redis.call('RPOP', bucket), redis.call('RPOP', bucket)
  if last == key then return end
  redis.call('LSET', bucket, place, last)
  redis.call('LSET', bucket, place + 1, kept)
end
for i = 2, #KEYS do
  local bucket, key, kept = KEYS[i], ARGV[2 * i - 1], ARGV[2 * i]
  local place, gone = redis.call('LPOS', bucket, key), string.byte(kept) == 0
  if not place then
    if not gone then redis.call('RPUSH', bucket, key, kept) end
  elseif ARGV[2] == '1' or number(redis.call('LINDEX', bucket, place + 1)) < number(kept) then
    if gone then drop(bucket, key, place) else redis.call('LSET', bucket, place + 1, kept) end
  end
end
"""
)
"""KEYS fence, bucket of each key; ARGV lease, 1 to write over newer ledgers too, else 0, then each key and its ledger
as it is kept.

The last of a bucket takes the place of one that is deleted.
"""

FENCE = """
local fence = redis.call('GET', KEYS[1])
if not fence or tonumber(fence) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
"""
"""KEYS fence of a hash tag; ARGV lease: nobody with an older one writes its ledgers from now on."""
