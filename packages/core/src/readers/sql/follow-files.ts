import type { ProjectFiles } from '../../layouts/layout.ts'
import { folderOf, inFolder, withFoldersAbove } from '../../layouts/path-names.ts'
import { textIfReadable } from '../../layouts/read-text.ts'
import { resolveFolder } from '../../layouts/resolve-folder.ts'
import { fileRunBy, type RunFile } from '../../lexer/run-file.ts'
import type { IncludedFile, Location, Script, Statement } from '../../migration/migration.ts'

/** More than any real script nests or runs. */
const deepest = 8
const mostFiles = 200

type ReadText = (file: string, text: string) => Promise<Script>

/**
 * The script with the statements of the files that it runs (`\i`, `source`, `.read`, `--!include`) in the place of the
 * command, where these lie in the project and are no migrations themselves. The others are told as before.
 */
export async function followFiles(
  script: Script,
  files: ProjectFiles,
  read: ReadText,
  isMigration: (file: string) => boolean,
): Promise<Script> {
  if (!script.statements.some(statement => fileOf(statement) !== undefined)) return script
  const included: IncludedFile[] = []
  const follow = async (current: Script, chain: readonly string[]): Promise<readonly Statement[]> => {
    const followed: Statement[] = []
    for (const statement of current.statements) {
      const wanted = fileOf(statement)
      const found = wanted && chain.length < deepest ? await find(wanted, current.file, files) : undefined
      if (
        found === undefined ||
        isMigration(found.file) ||
        chain.includes(found.file) ||
        included.length >= mostFiles
      ) {
        followed.push(statement)
        continue
      }
      const other = await read(found.file, found.source)
      included.push(found)
      followed.push(...(await follow(placed(other), [...chain, found.file])))
    }
    return followed
  }
  const statements = await follow(script, [script.file])
  return included.length === 0 ? script : { ...script, statements, included: distinct(included) }
}

function fileOf({ operations: [first, ...others], text }: Statement): RunFile | undefined {
  return first?.kind === 'unreadable' && first.level === 'unknown' && others.length === 0
    ? fileRunBy(text)
    : undefined
}

/** Beside the file that names it, or in a folder above; graphile-migrate looks into `fixtures`. */
async function find(
  { path, isRelative }: RunFile,
  from: string,
  files: ProjectFiles,
): Promise<IncludedFile | undefined> {
  const folder = folderOf(from)
  const folders = isRelative
    ? [folder]
    : withFoldersAbove(folder).flatMap(above => [above, inFolder(above, 'fixtures')])
  for (const each of folders) {
    const file = resolveFolder(each, path)
    if (path.startsWith('/') || file.startsWith('..') || !(await files.exists(file))) continue
    const source = await textIfReadable(files, file)
    if (source !== undefined) return { file, source }
  }
  return undefined
}

/** Its statements say in which file they are. */
function placed(script: Script): Script {
  const inFile = (location: Location): Location => ({ ...location, file: location.file ?? script.file })
  return {
    ...script,
    statements: script.statements.map(statement => ({
      ...statement,
      location: inFile(statement.location),
      ...(statement.operationLocations && { operationLocations: statement.operationLocations.map(inFile) }),
    })),
  }
}

function distinct(files: readonly IncludedFile[]): readonly IncludedFile[] {
  return [...new Map(files.map(each => [each.file, each])).values()]
}
