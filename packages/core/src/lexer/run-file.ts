/** The file whose statements a command of a client runs. */
export interface RunFile {
  readonly path: string
  /** To the file that names it; else the client looks where it was started. */
  readonly isRelative: boolean
}

const commands: readonly (readonly [command: RegExp, isRelative: boolean])[] = [
  // psql; graphile-migrate's `--!include` names a file among its own.
  [/^\\(?:ir|include_relative)\s+(.+)$/, true],
  [/^\\(?:i|include)\s+(.+)$/, false],
  [/^--![ \t]*include[ \t]+(.+)$/, false],
  // The mysql client and the SQLite shell.
  [/^(?:source\s|\\\.|\.read\s)\s*(.+?);?$/i, false],
]

export function fileRunBy(command: string): RunFile | undefined {
  for (const [pattern, isRelative] of commands) {
    const written = pattern.exec(command.trim())?.[1]?.trim()
    const path = written?.replace(/^'(.*)'$|^"(.*)"$/, '$1$2')
    if (path !== undefined && path !== '') return { path, isRelative }
  }
  return undefined
}
