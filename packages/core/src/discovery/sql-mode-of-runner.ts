import type { ProjectFiles } from '../layouts/layout.ts'
import { folderOf } from '../layouts/path-names.ts'
import { textIfReadable } from '../layouts/read-text.ts'
import type { Migration } from '../migration/migration.ts'
import type { FoundMigrations } from './found-migrations.ts'
import { likelyRunners } from './runner-files.ts'

export interface RunnerWithSqlMode {
  /** The file that sets it. */
  readonly file: string
  /** As written: `''`. */
  readonly mode: string
}

/** Layouts that no tool is known for: the project runs the files itself. */
const ofOwnRunners: ReadonlySet<string> = new Set(['plain', 'up-down-files', 'up-down-folders'])

/** The project's own code that runs the files on MySQL, where it takes the strict mode from its session. Every SET of
 * such code has to say so itself. */
export async function runnerWithoutStrictMode(
  { layout, dialect, migrations }: Pick<FoundMigrations, 'layout' | 'dialect' | 'migrations'>,
  files: ProjectFiles,
): Promise<RunnerWithSqlMode | undefined> {
  const [first] = migrations
  if ((dialect !== 'mysql' && dialect !== 'mariadb') || first === undefined || !ofOwnRunners.has(layout.name))
    return undefined
  const paths = await likelyRunners(isCode, folderOf(first.file), files)
  const set = await Promise.all(
    paths.map(async file => ({ file, modes: modesSetIn((await textIfReadable(files, file)) ?? '') })),
  )
  const modes = set.flatMap(each => each.modes)
  const runner = set.find(each => each.modes.length > 0)
  if (runner === undefined || modes.some(mode => mode === undefined || /strict_|traditional/i.test(mode)))
    return undefined
  return { file: runner.file, mode: `'${modes[0]}'` }
}

export function withSqlMode(
  migrations: readonly Migration[],
  runner: RunnerWithSqlMode | undefined,
): readonly Migration[] {
  if (runner === undefined) return migrations
  const mode = { sql_mode: runner.mode }
  return migrations.map(migration => {
    const { up, down } = migration
    return {
      ...migration,
      up: { ...up, session: { ...up.session, ...mode } },
      ...(down && { down: { ...down, session: { ...down.session, ...mode } } }),
    }
  })
}

const isCode = /\.(?:php|py|rb|pl|go|java|cs|[cm]?[jt]s)$/

/** Of a file that reads others, as who runs scripts has to; undefined where the mode is not written out. */
function modesSetIn(text: string): readonly (string | undefined)[] {
  if (!readsFiles.test(text)) return []
  return [...text.matchAll(setting)].map(([, , mode]) => mode)
}

const readsFiles =
  /\b(?:file_get_contents|fopen|readFile(?:Sync)?|read_text|ReadFile|ReadAllText|readAllBytes|open)\s*\(/

/** In the quotes of SQL, which the code's own string may have to escape. */
const setting = /\bSET\s+(?:SESSION\s+|@@(?:SESSION\.)?)?sql_mode\s*=(?:\s*\\?(['"])([A-Z_,]*)\\?\1)?/gi
