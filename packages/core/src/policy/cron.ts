import { Cron } from 'croner'
import { UserError } from '../user-error.ts'

/** The times of one cron expression in one time zone. */
export interface CronTimes {
  /** The last one at or before `time`. */
  lastAt(time: Date): Date | undefined
  /** The first one after `time`. */
  nextAfter(time: Date): Date | undefined
}

/** `where` names the expression for the message: `start of the freeze window "Friday afternoon"`. */
export function cronTimes(expression: string, timezone: string, where: string): CronTimes {
  const cron = parse(expression, timezone, where)
  return {
    // croner looks strictly before the reference, in whole seconds.
    lastAt: time => cron.previousRuns(1, new Date((Math.floor(time.getTime() / 1000) + 1) * 1000))[0],
    nextAfter: time => cron.nextRun(time) ?? undefined,
  }
}

function parse(expression: string, timezone: string, where: string): Cron {
  // croner would also take an ISO date for a single run; a window of days is written with `from` and `to`.
  if (!/^[-\d*,/LW#?+A-Za-z]+(?:\s+[-\d*,/LW#?+A-Za-z]+){4,5}$/.test(expression.trim())) {
    throw new UserError(`The ${where} is "${expression}": write five cron fields, such as "0 14 * * FRI".`)
  }
  try {
    const cron = new Cron(expression.trim(), { timezone, paused: true })
    if (cron.nextRun(new Date(0)) === null) throw new Error('it never comes')
    return cron
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)
    throw new UserError(`The ${where} is "${expression}", which cannot be used: ${reason}.`)
  }
}
