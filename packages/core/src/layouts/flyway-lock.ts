import type { BesideLock } from '../migration/migration.ts'
import { codeWhere, commentLines } from './flyway-code.ts'
import type { ProjectFiles } from './layout.ts'
import { folderOf, withFoldersAbove } from './path-names.ts'
import { textsInFolder } from './texts-in-folder.ts'

/** Where a project says which Flyway it has, and how it is set. */
const places = [
  'flyway.conf',
  'flyway.toml',
  'conf/flyway.conf',
  'build.gradle',
  'build.gradle.kts',
  'dependencies.gradle',
  'gradle/libs.versions.toml',
  'pom.xml',
  'application.yml',
  'application.yaml',
  'application.properties',
] as const

/** Since 9.1.2 Flyway holds its lock on PostgreSQL in a transaction of its own, unless the setting
 * `flyway.postgresql.transactional.lock` is false (github.com/flyway/flyway/issues/3508). */
export async function lockBeside(path: string, files: ProjectFiles): Promise<BesideLock | undefined> {
  const above = withFoldersAbove(folderOf(path))
  const texts = (await Promise.all(above.map(folder => textsInFolder(folder, places, files)))).flat()
  if (texts.some(switchesOff)) return undefined
  const versions = texts.flatMap(versionsIn)
  const holding = versions.filter(version => version >= lockChanged)
  if (versions.length > 0 && holding.length === 0) return undefined
  if ((await codeWhere(path, { named: setsUp, says: switchesOff }, files)) !== undefined) return undefined
  return versions.length > 0 && holding.length === versions.length ? 'certain' : 'perhaps'
}

/** `….transactional.lock=false`, `transactional-lock: false`, `Map.of("….lock", "false")`, `"….lock" to "false"`,
 * `setTransactionalLock(false)`, `<postgresqlTransactionalLock>false`. */
const setsFalse =
  /transactional(?:[._-]|:\s{1,99}|\]\s{1,99})?lock(?:["']\]?)?\s{0,99}(?:[=:>,(]|->|to\b)\s{0,99}["']?false\b/i

function switchesOff(text: string): boolean {
  return /transactional/i.test(text) && setsFalse.test(text.replace(commentLines, ''))
}

const setsUp =
  /(?:flyway|migrat|config|propert|postgres|database|data_?source|db|persistence|application|main).*\.(?:java|kt|groovy|scala)$/i

/** 9.1.2, as `versionsIn` counts. */
const lockChanged = 9_001_002

/** `org.flywaydb:flyway-core:8.5.13`, `id("org.flywaydb.flyway") version "13.1.0"`, `<flyway.version>9.0.4</…`. With bounds: a
 * file may be anything. */
const said =
  /flyway[\w.:-]{0,60}?(?:<\/artifactId>\s{0,200}<version>|>|["')\]]{0,4}\s{0,9}(?:version\s{0,9})?[=:]?\s{0,9}["']?|:)(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/gi

function versionsIn(text: string): readonly number[] {
  return [...text.matchAll(said)].map(
    ([, major, minor, patch = '0']) => Number(major) * 1_000_000 + Number(minor) * 1_000 + Number(patch),
  )
}
