import { didYouMean } from '../did-you-mean.ts'
import type { Environment } from '../policy/environment.ts'
import { UserError } from '../user-error.ts'
import type { Config } from './config.ts'

/** The policy to judge by. Throws a UserError for a name that the config does not have. */
export function chosenEnvironment(
  name: string | undefined,
  { environments = {} }: Config,
  configFile: string | undefined,
): (Environment & { readonly name: string }) | undefined {
  if (name === undefined) return undefined
  const environment = Object.hasOwn(environments, name) ? environments[name] : undefined
  if (environment !== undefined) return { ...environment, name }
  const known = Object.keys(environments)
  if (configFile === undefined)
    throw new UserError(`There is no environment "${name}": no config file was found, so there are none.`)
  const others = known.length > 0 ? `: it has ${known.join(', ')}.` : ': it has none.'
  throw new UserError(
    `There is no environment "${name}" in ${configFile}${didYouMean(name, known) || others}`,
  )
}
