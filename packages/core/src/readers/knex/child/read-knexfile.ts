import type { KnexEngine, KnexfileChoice, KnexfileFacts } from '../protocol.ts'
import { attempt, type Surroundings } from './attempt.ts'
import { errorMessage } from './error-message.ts'
import { isPath } from './is-path.ts'
import type { ModuleLoader } from './load-module.ts'
import { readSource } from './migration-source.ts'
import { startRun } from './run.ts'
import { knownParts, readExports } from './static/read-migration.ts'

interface KnexfileSurroundings extends Surroundings {
  readonly engine: KnexEngine
}

export interface KnexfileReader {
  facts(knexfile: KnexfileChoice): Promise<KnexfileFacts>
  /** For running migrations: what changes the SQL counts; a knexfile that cannot be loaded is told by `facts`. */
  config(knexfile: KnexfileChoice | undefined): Promise<Record<string, unknown>>
}

/** The configuration as it is now, of a loader that has forgotten the one before. */
export async function loadAgain(
  loader: ModuleLoader,
  { path, environment }: KnexfileChoice,
): Promise<Record<string, unknown>> {
  return (await chooseEnvironment(loader.load(path), environment)).config
}

/** A process sees one knexfile; it is loaded once. */
export function createKnexfileReader(surroundings: KnexfileSurroundings): KnexfileReader {
  let made: ReturnType<typeof choose> | undefined
  const chosen = (knexfile: KnexfileChoice): ReturnType<typeof choose> =>
    (made ??= choose(surroundings, knexfile))
  return {
    facts: async knexfile => factsFrom(await chosen(knexfile), surroundings),
    config: async knexfile => (knexfile === undefined ? {} : (await chosen(knexfile)).chosen.config),
  }
}

async function factsFrom(
  { chosen, error }: Attempted,
  surroundings: KnexfileSurroundings,
): Promise<KnexfileFacts> {
  if (error !== undefined) return factsOf({}, [], [`The knexfile cannot be loaded: ${error}`])
  const missing = [...surroundings.loader.stubbed].map(name =>
    isPath(name)
      ? `The knexfile asks for "${name}", which is not there or cannot be loaded.`
      : `The knexfile asks for "${name}", which is not installed or cannot be loaded: install the project's packages for what it sets.`,
  )
  const facts = factsOf(chosen.config, chosen.environments, [...chosen.warnings, ...missing])
  const source = await readSource(chosen.config, surroundings.loader)
  return source === undefined ? facts : { ...facts, source }
}

interface Choice {
  readonly config: Record<string, unknown>
  readonly environments: readonly string[]
  readonly warnings: readonly string[]
}

interface Attempted {
  readonly chosen: Choice
  readonly error?: string
}

function choose(
  surroundings: KnexfileSurroundings,
  { path, environment }: KnexfileChoice,
): Promise<Attempted> {
  const load = async (): Promise<Attempted> => {
    try {
      const exported =
        surroundings.engine === 'never'
          ? knownParts(readExports(path, surroundings.loader, startRun([])))
          : surroundings.loader.load(path)
      return { chosen: await chooseEnvironment(exported, environment) }
    } catch (error) {
      return { chosen: { config: {}, environments: [], warnings: [] }, error: errorMessage(error) }
    }
  }
  return attempt(surroundings, load, ({ error }) => (error === undefined ? 'through' : 'not loaded'))
}

/** The configuration that knex's own command line would take: `config[environment]`, else the whole. */
async function chooseEnvironment(exported: unknown, environment: string | undefined): Promise<Choice> {
  const whole = await settle(defaultOf(exported))
  const environments = Object.keys(whole)
    .filter(name => isConfig(whole[name]))
    .sort()
  const wanted = environment ?? 'development'
  const found = whole[wanted]
  if (isRecord(found)) return { config: await settle(found), environments, warnings: [] }
  if ('client' in whole || 'dialect' in whole) {
    const warnings =
      environment === undefined
        ? []
        : [`The knexfile has no environment "${environment}"; its one configuration is used.`]
    return { config: whole, environments, warnings }
  }
  const [first] = environments
  const only = first === undefined ? undefined : whole[first]
  if (isRecord(only)) {
    const warning = `The knexfile has no environment "${wanted}"; "${first}" is used.`
    return { config: only, environments, warnings: [warning] }
  }
  return { config: whole, environments, warnings: ['The knexfile names no client.'] }
}

function factsOf(
  config: Readonly<Record<string, unknown>>,
  environments: readonly string[],
  warnings: readonly string[],
): KnexfileFacts {
  const migrations = isRecord(config.migrations) ? config.migrations : {}
  const { directory, loadExtensions, sortDirsSeparately, tableName, schemaName, disableTransactions } =
    migrations
  const directories = strings(Array.isArray(directory) ? directory : [directory])
  return {
    ...textField('client', clientName(config.client ?? config.dialect)),
    ...textField('version', config.version),
    directories,
    ...(Array.isArray(loadExtensions) ? { loadExtensions: strings(loadExtensions) } : {}),
    sortDirsSeparately: sortDirsSeparately === true,
    ...textField('tableName', tableName),
    ...textField('schemaName', schemaName),
    ...searchPathOf(config.searchPath),
    disableTransactions: disableTransactions === true,
    environments,
    warnings,
  }
}

/** A list, or one text with commas, as knex takes it. */
function searchPathOf(value: unknown): Pick<KnexfileFacts, 'searchPath'> {
  const schemas = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? strings(value) : []
  const named = schemas.map(schema => schema.trim()).filter(schema => schema !== '')
  return named.length === 0 ? {} : { searchPath: named }
}

function clientName(client: unknown): unknown {
  if (typeof client !== 'function') return client
  return Reflect.get(client, 'prototype')?.driverName
}

async function settle(value: unknown): Promise<Record<string, unknown>> {
  const made: unknown = typeof value === 'function' ? await Reflect.apply(value, undefined, []) : await value
  return isRecord(made) ? made : {}
}

function defaultOf(exported: unknown): unknown {
  if (!isRecord(exported)) return exported
  if (exported.default !== undefined) return exported.default
  // `export const config` is sometimes all that there is.
  return exported
}

function isConfig(value: unknown): boolean {
  return isRecord(value) && ('client' in value || 'dialect' in value || 'migrations' in value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function strings(values: readonly unknown[]): readonly string[] {
  return values.filter(value => typeof value === 'string')
}

function textField<Name extends string>(name: Name, value: unknown): { readonly [Key in Name]?: string } {
  const fields: { [Key in Name]?: string } = {}
  return typeof value === 'string' ? Object.assign(fields, { [name]: value }) : fields
}
