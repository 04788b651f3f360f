import { dialects } from '../dialects/index.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { isSql } from '../layouts/path-names.ts'
import { textIfReadable } from '../layouts/read-text.ts'
import { namePlaceholders, type PlaceholderStyle } from '../lexer/placeholders.ts'
import { splitStatements } from '../lexer/split-statements.ts'
import type { DialectName } from '../migration/migration.ts'
import type { DialectEvidence } from './dialect-evidence.ts'
import { spread } from './sql-sample.ts'

const filesRead = 8
const statementsRead = 40
const longestSample = 50_000

/** Drivers and grammars do not tell MariaDB from MySQL; what else speaks for it is asked elsewhere. */
const candidates: readonly DialectName[] = ['postgres', 'mysql', 'sqlite']

/** The engines whose grammars read the most of a sample of the SQL; one, if its lead is clear. */
export async function bestReaders(
  paths: readonly string[],
  files: ProjectFiles,
  placeholders: readonly PlaceholderStyle[],
): Promise<readonly DialectEvidence[]> {
  const texts = await sampleTexts(paths, files)
  if (texts.length === 0) return []
  const counts = await Promise.all(
    candidates.map(async name => ({ name, ...(await countRead(texts, name, placeholders)) })),
  )
  const most = Math.max(...counts.map(shareOf))
  return counts
    .filter(count => shareOf(count) === most)
    .map(({ name, read, all }) => ({
      name,
      evidence: `its grammar reads ${read} of ${all} statements, no other as many`,
    }))
}

/** Whether this engine reads every statement of the sample. */
export async function readsAll(
  paths: readonly string[],
  files: ProjectFiles,
  name: DialectName,
  placeholders: readonly PlaceholderStyle[],
): Promise<boolean> {
  const { read, all } = await countRead(await sampleTexts(paths, files), name, placeholders)
  return read === all
}

async function sampleTexts(paths: readonly string[], files: ProjectFiles): Promise<readonly string[]> {
  const texts = await Promise.all(
    spread(paths.filter(isSql), filesRead).map(path => textIfReadable(files, path)),
  )
  return texts.filter(text => text !== undefined).filter(text => text.length <= longestSample)
}

interface Count {
  readonly read: number
  readonly all: number
}

function shareOf({ read, all }: Count): number {
  return all === 0 ? 1 : read / all
}

async function countRead(
  texts: readonly string[],
  name: DialectName,
  placeholders: readonly PlaceholderStyle[],
): Promise<Count> {
  const dialect = dialects[name]
  await (dialect.loadFirst ?? dialect.load)()
  let read = 0
  let all = 0
  for (const text of texts) {
    const { statements, damage } = splitStatements(namePlaceholders(text, placeholders), dialect.lexical)
    const some = statements.slice(0, statementsRead)
    all += some.length + damage.length
    read += some.filter(statement => {
      const { reading } = dialect.parse(statement.text)
      return reading === 'grammar' || reading === 'own-parser'
    }).length
  }
  return { read, all }
}
