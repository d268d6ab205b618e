import {
  type CallCounts,
  type CountedKey,
  hashOfCountedKey,
  maxClockDifference,
  StoreUnavailableError,
} from '@latchkey/auth'
import { KnownFullKeys } from '../known-full-keys.ts'
import { type Redis, redisScript } from './open-redis.ts'

const prefix = 'latchkey:count:'

/*
 * A count is the text `points end`. The times are those of the servers, which go by one clock; by that of Redis a count
 * vanishes some time after its end.
 */
const read = `
local function read(key, now, window)
  local text = redis.call('GET', key)
  if not text then return 0, now + window end
  local points, ends = string.match(text, '^(%d+) (%d+)$')
  points, ends = tonumber(points), tonumber(ends)
  if ends <= now or ends > now + window + ${maxClockDifference} then return 0, now + window end
  return points, ends
end
local function write(key, points, ends, now)
  redis.call('SET', key, string.format('%d %d', points, ends), 'PX', ends - now + ${maxClockDifference})
end
local now = tonumber(ARGV[1])
`

/** Values: the time, then the maximum and the window of each key. Returns 1 or 0, then points and end of each key. */
const count = redisScript(`${read}
local counts, counted = {}, 1
for i, key in ipairs(KEYS) do
  local points, ends = read(key, now, tonumber(ARGV[2 * i + 1]))
  counts[i] = { points, ends }
  if points >= tonumber(ARGV[2 * i]) then counted = 0 end
end
local answer = { counted }
for i, key in ipairs(KEYS) do
  local points, ends = counts[i][1] + counted, counts[i][2]
  if counted == 1 then write(key, points, ends, now) end
  answer[2 * i] = points
  answer[2 * i + 1] = ends
end
return answer`)

/** Values: the time, then the window of each key. */
const giveBack = redisScript(`${read}
for i, key in ipairs(KEYS) do
  local points, ends = read(key, now, tonumber(ARGV[i + 1]))
  if points > 0 then write(key, points - 1, ends, now) end
end
return 0`)

const forget = redisScript(`return redis.call('DEL', unpack(KEYS))`)

/** Returns the counts that all servers over one Redis share, each method by one question. They are lost with it. */
export function createRedisCallCounts(redis: Redis): CallCounts {
  const full = new KnownFullKeys()

  return {
    peek: (key, now) => full.find(key, now),

    async count(keys, now) {
      const values = keys.flatMap(({ max, window }) => [String(max), String(window)])
      const answer = await unlessUnavailable(() =>
        redis.run(count, keys.map(keyOf), [String(now.getTime()), ...values]),
      )
      const [counted, ...numbers] = answer as readonly number[]
      const counts = keys.map((_, index) => ({
        points: numbers[2 * index] ?? 0,
        expiresAt: numbers[2 * index + 1] ?? 0,
      }))
      full.noteFull(keys, counts, now)
      return { isCounted: counted === 1, counts }
    },

    async giveBack(keys, now) {
      if (keys.length === 0) return
      full.forget(keys)
      const windows = keys.map(({ window }) => String(window))
      await unlessUnavailable(() => redis.run(giveBack, keys.map(keyOf), [String(now.getTime()), ...windows]))
    },

    async forget(keys) {
      if (keys.length === 0) return
      full.forget(keys)
      await unlessUnavailable(() => redis.run(forget, keys.map(keyOf), []))
    },

    // Redis deletes them by itself.
    sweep: async () => 0,
  }
}

function keyOf({ key }: CountedKey): string {
  return prefix + hashOfCountedKey(key)
}

/** Whatever Redis answers but a count, it does not count now: it may be full, read-only, or another one's. */
async function unlessUnavailable<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    throw new StoreUnavailableError(error)
  }
}
