import { cronTimes } from '../policy/cron.ts'
import type { Environment, FreezeWindow } from '../policy/environment.ts'
import { checkTimeZone } from '../policy/time-zone.ts'
import { UserError } from '../user-error.ts'
import {
  at,
  fail,
  failValue,
  fieldsOf,
  isObject,
  listOf,
  type Place,
  type Reader,
  text,
  wholeNumber,
} from './read-value.ts'

/** Deploy targets by name, as `--environment` gives it. */
export const checkEnvironments: Reader<Readonly<Record<string, Environment>>> = (value, place) => {
  if (!isObject(value)) failValue(place, 'an object with a key for each environment', value)
  return Object.fromEntries(
    Object.entries(value).map(([name, environment]): [string, Environment] => [
      name,
      checkEnvironment(environment, at(place, name), name),
    ]),
  )
}

const count = wholeNumber(0, Number.MAX_SAFE_INTEGER)

function checkEnvironment(value: unknown, place: Place, name: string): Environment {
  const fields = fieldsOf(value, place, [
    'branches',
    'maxPending',
    'reviewAbovePending',
    'maxRisk',
    'timezone',
    'freeze',
  ])
  const branches = fields.read('branches', listOf(text, 'a list of branch names'))
  const maxPending = fields.read('maxPending', count)
  const reviewAbovePending = fields.read('reviewAbovePending', count)
  const maxRisk = fields.read('maxRisk', wholeNumber(0, 100))
  const timezone = fields.read('timezone', text)
  if (timezone !== undefined) toldAt(place, () => checkTimeZone(timezone, name))
  const freeze = fields.read('freeze', listOf(checkWindow(timezone), 'a list of windows'))
  return {
    ...(branches !== undefined && { branches }),
    ...(maxPending !== undefined && { maxPending }),
    ...(reviewAbovePending !== undefined && { reviewAbovePending }),
    ...(maxRisk !== undefined && { maxRisk }),
    ...(timezone !== undefined && { timezone }),
    ...(freeze !== undefined && { freeze }),
  }
}

function checkWindow(timezone: string | undefined): Reader<FreezeWindow> {
  return (value, place) => {
    const fields = fieldsOf(value, place, ['name', 'start', 'end', 'from', 'to'])
    const name = fields.read('name', text) ?? fail(place, `${place.path} needs a name.`)
    const zone =
      timezone ??
      fail(place, `${place.path} needs the timezone of its environment, such as "America/New_York".`)
    const cron: Reader<string> = (expression, where) => {
      const written = text(expression, where)
      toldAt(where, () =>
        cronTimes(written, zone, `${where.path.split('.').at(-1)} of the freeze window "${name}"`),
      )
      return written
    }
    const start = fields.read('start', cron)
    const end = fields.read('end', cron)
    const from = fields.read('from', day)
    const to = fields.read('to', day)
    if (start !== undefined && end !== undefined && from === undefined && to === undefined)
      return { name, start, end }
    if (from !== undefined && to !== undefined && start === undefined && end === undefined) {
      if (from > to) fail(place, `${place.path} ends (${to}) before it begins (${from}).`)
      return { name, from, to }
    }
    return fail(place, `${place.path} needs start and end (cron), or from and to (days).`)
  }
}

const day: Reader<string> = (value, place) => {
  const written = text(value, place)
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written) ?? []
  const time = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)))
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(written)
    ? written
    : failValue(place, 'a day such as "2026-12-19"', value)
}

/** Puts the config file in front of a message that comes from policy. */
function toldAt(place: Place, check: () => unknown): void {
  try {
    check()
  } catch (error) {
    if (error instanceof UserError) fail(place, error.message)
    throw error
  }
}
