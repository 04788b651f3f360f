import { isDeclaration } from './code-migration-tool.ts'
import { comparePathsNaturally } from './compare-names.ts'
import type { MigrationFile } from './layout.ts'
import { baseName, extensionOf, folderOf, stemOf } from './path-names.ts'

const languages: ReadonlySet<string> = new Set(
  'js cjs mjs ts cts mts php py rb pl go rs java kt kts groovy scala cs fs vb ex exs lua sh bash ps1'
    .split(' ')
    .map(each => `.${each}`),
)
const test = /(?:_test\.go|[._-](?:test|spec)\.\w+|[._-]down\.\w+)$/i

/** Code that is numbered as migrations are: `20170915.ref.01.migrate.php`. */
export function isNumberedCode(path: string): boolean {
  const name = baseName(path)
  return /^[Vv]?\d/.test(name) && languages.has(extensionOf(path)) && !isDeclaration(path) && !test.test(name)
}

/**
 * A runner of the project's own may have code among its SQL. Each migration gets what stands directly before it by its
 * name, and what stands before it under the same number or date; the last one of a folder what stands behind it.
 */
export function withCodeBeside(
  migrations: readonly MigrationFile[],
  paths: readonly string[],
): readonly MigrationFile[] {
  const stems = new Set(migrations.map(({ file }) => stemInFolder(file)))
  // Of the same name it loads the script, or is what the script was made from.
  const code = paths.filter(path => isNumberedCode(path) && !stems.has(stemInFolder(path)))
  if (code.length === 0) return migrations
  const beside = new Map<string, Pick<MigrationFile, 'codeBefore' | 'codeBehind'>>()
  for (const folder of new Set(migrations.map(({ file }) => folderOf(file)))) {
    const isHere = (path: string): boolean => folderOf(path) === folder
    const scripts = new Set(migrations.map(({ file }) => file).filter(isHere))
    let direct: string[] = []
    let last: string | undefined
    const sameNumber = new Map<string, string[]>()
    for (const path of [...scripts, ...code.filter(isHere)].toSorted(comparePathsNaturally)) {
      const ofNumber = sameNumber.get(numberOf(path)) ?? []
      if (scripts.has(path)) {
        const before = [...new Set([...ofNumber, ...direct])].toSorted(comparePathsNaturally)
        if (before.length > 0) beside.set(path, { codeBefore: before })
        direct = []
        last = path
      } else {
        direct.push(path)
        sameNumber.set(numberOf(path), [...ofNumber, path])
      }
    }
    if (last !== undefined && direct.length > 0) beside.set(last, { ...beside.get(last), codeBehind: direct })
  }
  return migrations.map(migration => ({ ...migration, ...beside.get(migration.file) }))
}

function stemInFolder(path: string): string {
  return `${folderOf(path)}/${stemOf(path)}`
}

/** `20170915` of `20170915.ref.04.uniq.sql`, all of `2017_09_15_1200` of `2017_09_15_1200_names.sql`, `7` of `V007__a.sql`. */
function numberOf(path: string): string {
  return /^[Vv]?0*((?:\d+_)*\d+)/.exec(baseName(path))?.[1] ?? ''
}
