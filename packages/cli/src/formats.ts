import { type Report, type Reporter, reporterNamed, UserError } from '@migration-lint/core'
import type { Io } from './io.ts'
import { wantsColor, widthOf } from './terminal.ts'

/** One report to be written: to a file, or to stdout where it has no path. */
export interface RequestedFormat {
  readonly reporter: Reporter
  readonly path?: string
}

/** `json`, `json=report.json`. GitHub gets its annotations beside the text unless formats are named. */
export function requestedFormats(values: readonly string[], env: Io['env']): readonly RequestedFormat[] {
  if (values.length === 0) {
    const names = env.GITHUB_ACTIONS === 'true' ? ['text', 'github'] : ['text']
    return names.map(name => ({ reporter: reporterNamed(name) }))
  }
  const formats = values.map(parseFormat)
  const onStdout = formats.filter(format => format.path === undefined).map(format => format.reporter)
  const document = onStdout.find(reporter => reporter.document)
  if (document && onStdout.length > 1) {
    throw new UserError(
      `Two formats would be mixed on stdout (${onStdout.map(one => one.name).join(', ')}): give one a file, such as --format ${document.name}=report.${document.name}.`,
    )
  }
  return formats
}

function parseFormat(value: string): RequestedFormat {
  const equals = value.indexOf('=')
  if (equals < 0) return { reporter: reporterNamed(value) }
  const path = value.slice(equals + 1)
  if (path === '') throw new UserError(`--format ${value} names no file after the "=".`)
  return { reporter: reporterNamed(value.slice(0, equals)), path }
}

export interface WriteOptions {
  readonly noColor: boolean
  readonly quiet: boolean
}

export async function writeReports(
  report: Report,
  formats: readonly RequestedFormat[],
  { noColor, quiet }: WriteOptions,
  io: Io,
): Promise<void> {
  const failures: UserError[] = []
  for (const { reporter, path } of formats) {
    const color = path === undefined && wantsColor(noColor, io)
    const width = path === undefined ? widthOf(io) : widthOf({ stdout: { write: () => true } })
    const rendered = reporter.render(report, { color, width, quiet })
    if (path === undefined) io.stdout.write(rendered)
    else failures.push(...(await writeFile(path, rendered, io)))
  }
  // The other reports are written all the same.
  if (failures[0]) throw failures[0]
}

async function writeFile(path: string, content: string, io: Io): Promise<readonly UserError[]> {
  try {
    await io.writeFile(path, content)
    return []
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [new UserError(`Cannot write "${path}": ${reason}`)]
  }
}
