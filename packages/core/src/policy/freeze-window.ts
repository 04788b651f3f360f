import { UserError } from '../user-error.ts'
import { cronTimes } from './cron.ts'
import type { FreezeWindow } from './environment.ts'
import { dayIn, timeIn } from './time-zone.ts'

export interface Freeze {
  readonly name: string
  /** In words: `until Monday 2026-11-23 08:00`. */
  readonly until: string
}

/** The freeze that this window puts on `now`, if any. */
export function freezeAt(window: FreezeWindow, timeZone: string, now: Date): Freeze | undefined {
  const { name, start, end, from, to } = window
  if (start !== undefined && end !== undefined && from === undefined && to === undefined) {
    return recurring(name, start, end, timeZone, now)
  }
  if (from !== undefined && to !== undefined && start === undefined && end === undefined) {
    return wholeDays(name, from, to, timeZone, now)
  }
  throw new UserError(
    `The freeze window "${name}" needs either "start" and "end" (cron expressions) or "from" and "to" (days).`,
  )
}

/** Frozen while the last start is later than the last end. */
function recurring(
  name: string,
  start: string,
  end: string,
  timeZone: string,
  now: Date,
): Freeze | undefined {
  const ends = cronTimes(end, timeZone, `end of the freeze window "${name}"`)
  const lastStart = cronTimes(start, timeZone, `start of the freeze window "${name}"`).lastAt(now)
  const lastEnd = ends.lastAt(now)
  if (lastStart === undefined || (lastEnd !== undefined && lastEnd >= lastStart)) return undefined
  const next = ends.nextAfter(now)
  return { name, until: next ? `until ${timeIn(timeZone, next)}` : 'without an end' }
}

/** From the first second of `from` to the last of `to`, by the zone's calendar. */
function wholeDays(name: string, from: string, to: string, timeZone: string, now: Date): Freeze | undefined {
  for (const day of [from, to]) {
    if (!isDay(day)) {
      throw new UserError(`"${day}" in the freeze window "${name}" is not a day: write it as 2026-12-19.`)
    }
  }
  if (to < from)
    throw new UserError(`The freeze window "${name}" ends on ${to}, before it starts on ${from}.`)
  const today = dayIn(timeZone, now)
  return from <= today && today <= to ? { name, until: `to the end of ${to}` } : undefined
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text)
}
