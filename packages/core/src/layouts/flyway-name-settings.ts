import { type FlywayFile, type FlywayNames, flywayFile, usualNames } from './flyway-names.ts'
import type { ProjectFiles } from './layout.ts'
import { baseName, folderOf } from './path-names.ts'
import { textsInFolder } from './texts-in-folder.ts'

/** Flyway's own, and those of Spring Boot (`spring.flyway.…`). */
const configNames = [
  'flyway.toml',
  'flyway.conf',
  'conf/flyway.conf',
  'application.properties',
  'application.yml',
  'application.yaml',
]

type Settings = ReadonlyMap<string, string>

/** Those of the paths that Flyway takes, under the names that the settings in their folder, or the nearest above, say. */
export async function flywayFiles(
  paths: readonly string[],
  files: ProjectFiles,
): Promise<readonly FlywayFile[]> {
  // Every one of them has a version or, if repeatable, the separator.
  const named = paths.filter(path => /\d|__/.test(baseName(path)))
  const known = new Map<string, Promise<FlywayNames>>()
  const found = await Promise.all(
    named.map(async path => flywayFile(path, await namesIn(folderOf(path), files, known))),
  )
  return found.filter(file => file !== undefined)
}

function namesIn(
  folder: string,
  files: ProjectFiles,
  known: Map<string, Promise<FlywayNames>>,
): Promise<FlywayNames> {
  const names = known.get(folder) ?? readNames(folder, files, known)
  known.set(folder, names)
  return names
}

async function readNames(
  folder: string,
  files: ProjectFiles,
  known: Map<string, Promise<FlywayNames>>,
): Promise<FlywayNames> {
  const settings = (await textsInFolder(folder, configNames, files))
    .map(settingsIn)
    .find(({ size }) => size > 0)
  if (settings !== undefined) return namesFrom(settings)
  const isLast = folder === '.' || folder === '/' || baseName(folder) === '..'
  return isLast ? usualNames : namesIn(folderOf(folder), files, known)
}

const setting = /^[ \t]*(?:[\w.]{1,80}\.)?([\w-]{0,40}migration[\w-]{0,40})[ \t]*[=:](.*)$/gim
const namingKey =
  /^(?:(?:undo|repeatable)?sqlmigrationprefix|baselinemigrationprefix|sqlmigration(?:separator|suffix(?:es)?))$/

/** In properties, TOML and YAML alike; `sqlMigrationPrefix` and `sql-migration-prefix` are the same. What a variable of
 * the environment says is not known here. */
function settingsIn(text: string): Settings {
  const found = new Map<string, string>()
  for (const [, name = '', value = ''] of text.matchAll(setting)) {
    const key = name.toLowerCase().replace(/[-_]/g, '')
    if (namingKey.test(key) && !found.has(key) && !value.includes('${')) found.set(key, value.trim())
  }
  return found
}

function namesFrom(settings: Settings): FlywayNames {
  const of = (key: string): string | undefined => {
    const value = settings.get(key)
    return value === undefined ? undefined : (listOf(value)[0] ?? '')
  }
  const suffixes = listOf(settings.get('sqlmigrationsuffixes') ?? settings.get('sqlmigrationsuffix') ?? '')
  const { prefixes, separator } = usualNames
  return {
    prefixes: {
      V: of('sqlmigrationprefix') ?? prefixes.V,
      U: of('undosqlmigrationprefix') ?? prefixes.U,
      B: of('baselinemigrationprefix') ?? prefixes.B,
      R: of('repeatablesqlmigrationprefix') ?? prefixes.R,
    },
    separator: of('sqlmigrationseparator') || separator,
    suffixes: suffixes.length > 0 ? suffixes : usualNames.suffixes,
  }
}

/** `.sql,.pks`, `[".sql", ".pks"]` or one, quoted or not. */
function listOf(value: string): readonly string[] {
  const quoted = [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map(
    ([, double, single]) => double ?? single ?? '',
  )
  if (quoted.length > 0) return quoted
  return value
    .replace(/(?:^|\s)#.*$/, '')
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '')
}
