import { dialectOfDriver } from '../layouts/driver-names.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { inFolder, withFoldersAbove } from '../layouts/path-names.ts'
import { jsonIfReadable, textIfReadable } from '../layouts/read-text.ts'
import { scanKnexfile } from '../layouts/scan-knexfile.ts'
import type { DialectName } from '../migration/migration.ts'
import type { DialectEvidence } from './dialect-evidence.ts'
import { refuseForeignDriver } from './foreign-engine.ts'

type DialectReader = (text: string, path: string) => DialectEvidence | undefined

/** Nearest first: the files of migration tools that name the engine. */
const toolConfigs: readonly (readonly [file: string, read: DialectReader])[] = [
  ['migration_lock.toml', quoted(/^[ \t]*provider\s*=\s*["']([\w-]+)["']/m, 'provider')],
  ['meta/_journal.json', quoted(/"dialect"\s*:\s*"([\w-]+)"/, 'dialect')],
  ['sqitch.conf', quoted(/^[ \t]*engine\s*=\s*([\w-]+)/m, 'engine')],
  ...['ts', 'js', 'mjs', 'cjs', 'mts', 'cts'].map(
    extension =>
      [`drizzle.config.${extension}`, quoted(/\bdialect\s*:\s*['"]([\w-]+)['"]/, 'dialect')] as const,
  ),
  ...['js', 'ts', 'cjs', 'mjs', 'cts', 'mts'].map(
    extension => [`knexfile.${extension}`, knexClient] as const,
  ),
  ...['toml', 'jsonc', 'json'].map(extension => [`wrangler.${extension}`, d1Database] as const),
  ['database.yml', popDatabases],
  ['diesel.toml', quoted(/^[ \t]*backend\s*=\s*["'](\w+)["']/m, 'backend')],
]

export async function toolConfigDialect(
  folder: string,
  files: ProjectFiles,
): Promise<DialectEvidence | undefined> {
  for (const above of withFoldersAbove(folder)) {
    for (const [name, read] of toolConfigs) {
      const evidence = await readIfThere(inFolder(above, name), files, read)
      if (evidence !== undefined) return evidence
    }
  }
  return undefined
}

const workerConfig = /(?:^|\/)wrangler\.(?:toml|jsonc?)(?:\.(?:template|example|sample))?$/

/** A Worker of this project has a D1 database, wherever its migrations lie. */
export async function workerDialect(files: ProjectFiles): Promise<DialectEvidence | undefined> {
  for (const path of (await files.list('.', 2)).filter(each => workerConfig.test(each))) {
    const evidence = await readIfThere(path, files, d1Database)
    if (evidence !== undefined) return evidence
  }
  return undefined
}

/** The nearest package.json that depends on the drivers of exactly one engine. */
export async function dependencyDialect(
  folder: string,
  files: ProjectFiles,
): Promise<DialectEvidence | undefined> {
  for (const above of withFoldersAbove(folder)) {
    const path = inFolder(above, 'package.json')
    const manifest = await jsonIfReadable(files, path)
    const found =
      onlyDriver(keysOf(manifest, 'dependencies')) ?? onlyDriver(keysOf(manifest, 'devDependencies'))
    if (found !== undefined)
      return { name: found.dialect, evidence: `dependency "${found.driver}" in ${path}` }
  }
  return undefined
}

const composeNames = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml']

export async function composeDialect(
  folder: string,
  files: ProjectFiles,
): Promise<DialectEvidence | undefined> {
  for (const above of withFoldersAbove(folder)) {
    for (const name of composeNames) {
      const evidence = await readIfThere(inFolder(above, name), files, composeImage)
      if (evidence !== undefined) return evidence
    }
  }
  return undefined
}

const exampleNames = ['.env.example', '.env.sample', '.env.template', '.env.dist']

/** The scheme of DATABASE_URL in a file that is checked in as an example. A real `.env` is never opened. */
export async function environmentExampleDialect(
  folder: string,
  files: ProjectFiles,
): Promise<DialectEvidence | undefined> {
  for (const above of withFoldersAbove(folder)) {
    for (const name of exampleNames) {
      const evidence = await readIfThere(inFolder(above, name), files, urlScheme)
      if (evidence !== undefined) return evidence
    }
  }
  return undefined
}

async function readIfThere(
  path: string,
  files: ProjectFiles,
  read: DialectReader,
): Promise<DialectEvidence | undefined> {
  const text = (await files.exists(path)) ? await textIfReadable(files, path) : undefined
  return text === undefined ? undefined : read(text, path)
}

function quoted(pattern: RegExp, key: string): DialectReader {
  return (text, path) => {
    const value = pattern.exec(text)?.[1] ?? ''
    const name = dialectOfDriver(value)
    const evidence = `${key} "${value}" in ${path}`
    refuseForeignDriver(value, evidence)
    return name && { name, evidence }
  }
}

function knexClient(text: string, path: string): DialectEvidence | undefined {
  const { client } = scanKnexfile(text)
  return client && { name: client.dialect, evidence: `client "${client.name}" in ${path}` }
}

/** pop's environments (soda's documentation, database.yml); those of one project may be of several engines. */
function popDatabases(text: string, path: string): DialectEvidence | undefined {
  const words = [...text.matchAll(/^[ \t]+dialect:\s*["']?(\w+)/gm)].map(([, word = '']) => word)
  const [name, ...others] = new Set(words.map(dialectOfDriver))
  return name === undefined || others.length > 0
    ? undefined
    : { name, evidence: `dialect "${words[0]}" in ${path}` }
}

/** Cloudflare D1 is SQLite (wrangler's configuration, D1 databases). */
function d1Database(text: string, path: string): DialectEvidence | undefined {
  const found = /^[^#\n]*\bd1_databases\b/m.test(text)
  return found ? { name: 'sqlite', evidence: `"d1_databases" in ${path}` } : undefined
}

function composeImage(text: string, path: string): DialectEvidence | undefined {
  const images = [...text.matchAll(/^[ \t]*image:\s*["']?([^\s"'#]+)/gm)].map(([, image = '']) => image)
  const engines = images.flatMap(image => {
    const name = imageEngine(image)
    return name === undefined ? [] : [{ name, evidence: `image "${image}" in ${path}` }]
  })
  return new Set(engines.map(engine => engine.name)).size === 1 ? engines[0] : undefined
}

/** `docker.io/library/postgres:16-alpine` → `postgres`. */
function imageEngine(image: string): DialectName | undefined {
  const name = image.slice(image.lastIndexOf('/') + 1).split(/[:@]/)[0] ?? ''
  if (/^(?:postgres|postgis|postgresql|pgvector|timescaledb)/.test(name)) return 'postgres'
  if (/^mariadb/.test(name)) return 'mariadb'
  return /^(?:mysql|mysql-server|percona)$/.test(name) ? 'mysql' : undefined
}

function urlScheme(text: string, path: string): DialectEvidence | undefined {
  const scheme = /^[ \t]*(?:export\s+)?DATABASE_URL\s*=\s*["']?([a-z][\w+-]*):/m.exec(text)?.[1] ?? ''
  const name = scheme === 'file' ? 'sqlite' : dialectOfDriver(scheme.split('+')[0] ?? '')
  return name && { name, evidence: `DATABASE_URL starts with "${scheme}:" in ${path}` }
}

function onlyDriver(
  names: readonly string[],
): { readonly driver: string; readonly dialect: DialectName } | undefined {
  const drivers = names.flatMap(driver => {
    const dialect = packageEngine(driver)
    return dialect === undefined ? [] : [{ driver, dialect }]
  })
  // SQLite beside a server's driver is there for tests, or for trying the project out.
  const servers = drivers.filter(({ dialect }) => dialect !== 'sqlite')
  const meant = servers.length > 0 ? servers : drivers
  return new Set(meant.map(driver => driver.dialect)).size === 1 ? meant[0] : undefined
}

function packageEngine(name: string): DialectName | undefined {
  return name === '@libsql/client' || name === '@electric-sql/pglite'
    ? name === '@libsql/client'
      ? 'sqlite'
      : 'postgres'
    : dialectOfDriver(name)
}

function keysOf(manifest: unknown, key: 'dependencies' | 'devDependencies'): readonly string[] {
  if (typeof manifest !== 'object' || manifest === null || !(key in manifest)) return []
  const value: unknown = Reflect.get(manifest, key)
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}
