import { describe, expect, test } from 'vitest'
import { UserError } from '../user-error.ts'
import type { Environment, FreezeWindow } from './environment.ts'
import { judge } from './judge.ts'
import type { DeployContextInput, PolicyOutcome } from './policy.ts'

const fridayAfternoon: FreezeWindow = { name: 'Friday afternoon', start: '0 14 * * FRI', end: '0 8 * * MON' }
const holidays: FreezeWindow = { name: 'Holidays', from: '2026-12-19', to: '2027-01-04' }
const production: Environment = {
  branches: ['main', 'release/*'],
  maxPending: 10,
  reviewAbovePending: 5,
  timezone: 'America/New_York',
  freeze: [fridayAfternoon, holidays],
}
const tuesday = new Date('2026-11-17T10:00:00-05:00')

test('the Friday deploy: branch, count and freeze are told together', () => {
  const outcomes = judgeAs(production, 47, {
    branch: 'feature/x',
    now: new Date('2026-11-20T16:47:00-05:00'),
  })
  expect(outcomes).toEqual([
    {
      id: 'branch',
      status: 'blocked',
      message: 'Branch "feature/x" may not deploy to production; it takes "main" or "release/*" only.',
    },
    {
      id: 'max-pending',
      status: 'blocked',
      message: '47 migrations are pending; production takes at most 10 in one deploy.',
    },
    {
      id: 'review-above-pending',
      status: 'needs-approval',
      message:
        '47 migrations are pending; production takes up to 5 without a review. To approve: deploy 5 or fewer at a time, or raise "reviewAbovePending" in a reviewed change of the config.',
    },
    {
      id: 'freeze-window',
      status: 'blocked',
      message: 'production is frozen: "Friday afternoon" until Monday 2026-11-23 08:00 (America/New_York).',
    },
  ])
})

test.each([
  [0, 'passed', 'passed'],
  [5, 'passed', 'passed'],
  [6, 'passed', 'needs-approval'],
  [10, 'passed', 'needs-approval'],
  [11, 'blocked', 'needs-approval'],
])('%i pending: %s, review %s', (pending, max, review) => {
  const outcomes = judgeAs(production, pending, { branch: 'main', now: tuesday })
  expect(statusOf(outcomes, 'max-pending')).toBe(max)
  expect(statusOf(outcomes, 'review-above-pending')).toBe(review)
})

test.each([
  ['main', 'passed'],
  ['release/2026.11', 'passed'],
  ['release/2026/11', 'blocked'],
  ['Main', 'blocked'],
  ['', 'blocked'],
  [undefined, 'blocked'],
])('branch %s: %s', (branch, status) => {
  expect(
    statusOf(judgeAs(production, 1, { now: tuesday, ...(branch === undefined ? {} : { branch }) }), 'branch'),
  ).toBe(status)
})

describe('freeze windows', () => {
  test.each([
    ['the second before it starts', '2026-11-20T13:59:59-05:00', 'passed'],
    ['its first second', '2026-11-20T14:00:00-05:00', 'blocked'],
    ['the middle', '2026-11-21T12:00:00-05:00', 'blocked'],
    ['its last second', '2026-11-23T07:59:59-05:00', 'blocked'],
    ['the second it ends', '2026-11-23T08:00:00-05:00', 'passed'],
    ['the same hour in another zone', '2026-11-20T14:00:00+01:00', 'passed'],
    ['the last second before the holidays', '2026-12-18T13:00:00-05:00', 'passed'],
    ['the first second of the holidays', '2026-12-19T00:00:00-05:00', 'blocked'],
    ['the last second of the holidays', '2027-01-04T23:59:59-05:00', 'blocked'],
    ['the second after the holidays', '2027-01-05T00:00:00-05:00', 'passed'],
  ])('%s', (_when, now, status) => {
    expect(statusOf(judgeAs(production, 1, { branch: 'main', now: new Date(now) }), 'freeze-window')).toBe(
      status,
    )
  })

  test('two at a time are both named', () => {
    const message = outcome(
      judgeAs(production, 1, { now: new Date('2026-12-19T12:00:00-05:00') }),
      'freeze-window',
    )
    expect(message?.message).toBe(
      'production is frozen: "Friday afternoon" until Monday 2026-12-21 08:00, and "Holidays" to the end of 2027-01-04 (America/New_York).',
    )
  })

  test.each([
    // New York, 8 March 2026: 02:00 to 03:00 does not exist; the window starts when the hour has been skipped.
    ['a start that the clock skips, before', '30 2 * * *', '0 5 * * *', '2026-03-08T06:59:59Z', 'passed'],
    ['a start that the clock skips, after', '30 2 * * *', '0 5 * * *', '2026-03-08T07:00:00Z', 'blocked'],
    // New York, 1 November 2026: 01:00 to 02:00 happens twice; the first one counts, and the second stays in.
    ['a start in the doubled hour, before', '30 1 * * *', '0 5 * * *', '2026-11-01T05:29:59Z', 'passed'],
    ['a start in the doubled hour, first', '30 1 * * *', '0 5 * * *', '2026-11-01T05:30:00Z', 'blocked'],
    ['a start in the doubled hour, second', '30 1 * * *', '0 5 * * *', '2026-11-01T06:10:00Z', 'blocked'],
    ['the end after the doubled hour', '30 1 * * *', '0 5 * * *', '2026-11-01T10:00:00Z', 'passed'],
  ])('%s', (_when, start, end, now, status) => {
    const environment = { timezone: 'America/New_York', freeze: [{ name: 'Night', start, end }] }
    expect(statusOf(judgeAs(environment, 1, { now: new Date(now) }), 'freeze-window')).toBe(status)
  })

  test('a clock that nobody gave blocks', () => {
    expect(statusOf(judgeAs(production, 1, { branch: 'main' }), 'freeze-window')).toBe('blocked')
  })

  test.each<[string, Environment, string]>([
    [
      'unknown zone',
      { timezone: 'Mars/Olympus' },
      'time zone "Mars/Olympus" of the environment "production"',
    ],
    ['no zone', { freeze: [holidays] }, 'has freeze windows but no "timezone"'],
    [
      'not cron',
      frozen({ name: 'W', start: 'friday', end: '0 8 * * MON' }),
      'The start of the freeze window "W" is "friday"',
    ],
    [
      'a field out of range',
      frozen({ name: 'W', start: '0 14 * * FRI', end: '0 25 * * MON' }),
      'Invalid value for hour',
    ],
    [
      'a day that never comes',
      frozen({ name: 'W', start: '0 0 30 2 *', end: '0 8 * * MON' }),
      'it never comes',
    ],
    [
      'a date for cron',
      frozen({ name: 'W', start: '2026-12-19T00:00:00', end: '0 8 * * MON' }),
      'five cron fields',
    ],
    ['half a window', frozen({ name: 'W', start: '0 14 * * FRI' }), 'needs either "start" and "end"'],
    ['not a day', frozen({ name: 'W', from: '2026-02-30', to: '2026-03-01' }), '"2026-02-30"'],
    ['backwards', frozen({ name: 'W', from: '2027-01-04', to: '2026-12-19' }), 'before it starts'],
  ])('%s is the user’s mistake', (_what, environment, message) => {
    const judging = () => judgeAs(environment, 1, { now: tuesday })
    expect(judging).toThrow(UserError)
    expect(judging).toThrow(message)
  })
})

test('the risk limit of an environment', () => {
  expect(statusOf(judgeAs({ maxRisk: 30 }, 1, {}, 30), 'max-risk')).toBe('passed')
  expect(statusOf(judgeAs({ maxRisk: 30 }, 1, {}, 31), 'max-risk')).toBe('blocked')
})

test('an environment without conditions has no outcomes', () => {
  expect(judgeAs({}, 400, {})).toEqual([])
})

function frozen(window: FreezeWindow): Environment {
  return { timezone: 'UTC', freeze: [window] }
}

function judgeAs(environment: Environment, pending: number, context: DeployContextInput, points = 0) {
  const risk = { score: points, level: 'low', parts: [] } as const
  return judge({ ...environment, name: 'production' }, { pending, risk }, context)
}

function outcome(outcomes: readonly PolicyOutcome[], id: string): PolicyOutcome | undefined {
  return outcomes.find(one => one.id === id)
}

function statusOf(outcomes: readonly PolicyOutcome[], id: string): string | undefined {
  return outcome(outcomes, id)?.status
}
