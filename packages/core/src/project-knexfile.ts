import { resolve } from 'node:path'
import type { Config } from './config/config.ts'
import type { DialectEvidence } from './discovery/dialect-evidence.ts'
import { findKnexfile } from './discovery/find-knexfile.ts'
import { refuseForeignDriver } from './discovery/foreign-engine.ts'
import type { FoundFiles } from './discovery/found-migrations.ts'
import { dialectOfDriver } from './layouts/driver-names.ts'
import type { ProjectFiles } from './layouts/layout.ts'
import type { ChildSession } from './readers/knex/child-session.ts'
import { type KnexfileFacts, readKnexfile } from './readers/knex/knexfile.ts'

/** The knexfile of a project whose migrations are Knex's, loaded. */
export interface ProjectKnexfile {
  /** Relative to the working directory. */
  readonly file: string
  readonly path: string
  readonly environment?: string
  readonly facts: KnexfileFacts
}

type Load = (found: FoundFiles) => Promise<ProjectKnexfile | undefined>

/** Loads it once, however often it is asked for. */
export function knexfileLoader(
  config: Config,
  projectFiles: ProjectFiles,
  cwd: string,
  session: ChildSession,
): Load {
  let loaded: ReturnType<Load> | undefined
  return found => {
    loaded ??= projectKnexfile(found, config, projectFiles, cwd, session)
    return loaded
  }
}

async function projectKnexfile(
  { layout, migrations }: FoundFiles,
  { knex = {} }: Config,
  projectFiles: ProjectFiles,
  cwd: string,
  session: ChildSession,
): ReturnType<Load> {
  const first = migrations[0]?.file
  if (layout.name !== 'knex' || first === undefined) return undefined
  const file = knex.knexfile ?? (await findKnexfile(first, projectFiles))
  if (file === undefined) return undefined
  const { environment } = knex
  const chosen = { path: resolve(cwd, file), ...(environment !== undefined && { environment }) }
  return { file, ...chosen, facts: await readKnexfile(session, chosen) }
}

/** The engine of the client that the loaded file names. */
export function dialectOfKnexfile(knexfile: ProjectKnexfile | undefined): DialectEvidence | undefined {
  const client = knexfile?.facts.client
  if (knexfile === undefined || client === undefined) return undefined
  const name = dialectOfDriver(client)
  refuseForeignDriver(client, `client "${client}" in ${knexfile.file}`)
  return name === undefined
    ? { name: 'postgres', evidence: `assumed: the client "${client}" in ${knexfile.file} is not known here` }
    : { name, evidence: `client "${client}" in ${knexfile.file}` }
}
