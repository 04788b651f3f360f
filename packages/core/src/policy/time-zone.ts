import { UserError } from '../user-error.ts'

/** `2026-11-20` as a calendar in the zone has it; text in this form sorts by time. */
export function dayIn(timeZone: string, now: Date): string {
  const parts = formatter(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(now)
  const value = (type: string) => parts.find(part => part.type === type)?.value ?? ''
  return `${value('year').padStart(4, '0')}-${value('month')}-${value('day')}`
}

/** `Monday 2026-11-23 08:00`. */
export function timeIn(timeZone: string, time: Date): string {
  const clock = formatter(timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time)
  const weekday = formatter(timeZone, { weekday: 'long' }).format(time)
  return `${weekday} ${dayIn(timeZone, time)} ${clock}`
}

export function checkTimeZone(timeZone: string, environment: string): void {
  try {
    formatter(timeZone, {})
  } catch {
    throw new UserError(
      `The time zone "${timeZone}" of the environment "${environment}" is not known: give an IANA name such as "America/New_York" or "UTC".`,
    )
  }
}

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    ...options,
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
  })
}
