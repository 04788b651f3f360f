import { closestName } from '../did-you-mean.ts'
import { UserError } from '../user-error.ts'
import { github } from './github.ts'
import { json } from './json.ts'
import type { Reporter } from './reporter.ts'
import { text } from './text.ts'

export const reporters: readonly Reporter[] = [text, json, github]

export function reporterNamed(name: string): Reporter {
  const reporter = reporters.find(one => one.name === name)
  if (reporter) return reporter
  const names = reporters.map(one => one.name)
  const near = closestName(name, names)
  const hint = near === undefined ? `there are ${names.join(', ')}` : `did you mean "${near}"?`
  throw new UserError(`There is no format "${name}": ${hint}`)
}
