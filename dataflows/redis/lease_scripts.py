"""The scripts of the lease: each is one indivisible step."""

from __future__ import annotations

LEASE = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0, holder, redis.call('PTTL', KEYS[1])} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local number = math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, tonumber(ARGV[3]))
redis.call('SET', KEYS[2], string.format('%.0f', number))
return {number, ARGV[1], 0}
"""
"""KEYS holder, fence; ARGV who, milliseconds, least: the new number, or 0, who holds it, and for how long still.

The least is the clock in seconds: also where the store was lost, and the number with it, it only grows.
"""

RENEW = """
local fence = redis.call('GET', KEYS[2])
if not fence or tonumber(fence) < tonumber(ARGV[3]) then return 2 end
if fence ~= ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
"""KEYS holder, fence; ARGV who, milliseconds, number: 1; 0 when another has taken over; 2 when the store lost it."""

RELEASE = """
if redis.call('GET', KEYS[2]) ~= ARGV[2] or redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""
"""KEYS holder, fence; ARGV who, number."""
