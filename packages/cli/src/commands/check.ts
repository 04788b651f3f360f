import { closestName, type LintRequest, UserError } from '@migration-lint/core'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { deployContext } from '../context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { isForkedPullRequest } from '../forked-pull-request.ts'
import { requestedFormats, writeReports } from '../formats.ts'
import type { Io } from '../io.ts'
import { oneLine } from '../one-line.ts'

interface CheckOptions {
  readonly layout?: string
  readonly dialect?: NonNullable<LintRequest['dialect']>
  readonly dbVersion?: string
  readonly since?: string
  readonly staged?: true
  readonly applied?: string
  readonly environment?: string
  readonly branch?: string
  readonly now?: string
  readonly actor?: string
  readonly format: readonly string[]
  readonly failOn?: NonNullable<LintRequest['failOn']>
  readonly maxRisk?: number
  readonly config?: string
  readonly knexEngine?: NonNullable<LintRequest['knexEngine']>
  readonly quiet?: true
  readonly color: boolean
  readonly errorOnUnmatchedPattern: boolean
  readonly stdinFilename?: string
}

export function addCheck(program: Command, io: Io, finish: (code: ExitCode) => void): Command {
  return program
    .command('check', { isDefault: true })
    .description('check migrations (the default command)')
    .argument('[paths...]', 'directories, files or globs; - reads one migration from stdin')
    .option('--layout <name>', 'how the migrations are kept (default: detected)')
    .addOption(
      new Option('--dialect <name>', 'the database (default: detected)').choices([
        'postgres',
        'mysql',
        'mariadb',
        'sqlite',
      ]),
    )
    .option('--db-version <version>', 'version of the server, such as 8.0.36', serverVersion)
    .addOption(
      new Option('--since <git-ref>', 'pending: files that are not in this commit').conflicts([
        'staged',
        'applied',
      ]),
    )
    .addOption(new Option('--staged', 'pending: files in the git index').conflicts(['since', 'applied']))
    .addOption(
      new Option('--applied <file>', 'pending: all but the names in this file (- for stdin)').conflicts([
        'since',
        'staged',
      ]),
    )
    .option('--environment <name>', "judge by this environment's policy")
    .option('--branch <name>', 'branch that is deployed (default: from CI or git)')
    .option('--now <time>', 'time of the deploy, ISO 8601 with an offset (default: the clock)')
    .option('--actor <name>', 'who deploys (default: from CI or the system)')
    .addOption(
      new Option('-f, --format <name[=path]>', 'text, json or github; repeatable')
        .argParser(collect)
        .default([], 'text'),
    )
    .addOption(new Option('--fail-on <severity>', 'default: error').choices(['error', 'warning', 'never']))
    .option('--max-risk <number>', 'fail over this risk, 0 to 100', wholePercent)
    .option('--config <file>', 'config file (default: searched upward)')
    .addOption(
      new Option(
        '--knex-engine <name>',
        'how Knex migrations are understood (default: node; sandbox for a pull request from a fork)',
      ).choices(['node', 'sandbox', 'never']),
    )
    .option('--quiet', 'errors only, and nothing when all is well')
    .option('--no-color', 'plain text')
    .option('--no-error-on-unmatched-pattern', 'exit 0 when there is nothing to check')
    .option('--stdin-filename <path>', 'what to call the migration on stdin')
    .action(async (paths: readonly string[], options: CheckOptions) => {
      finish(await check(paths, options, program, io))
    })
}

async function check(
  paths: readonly string[],
  options: CheckOptions,
  program: Command,
  io: Io,
): Promise<ExitCode> {
  rejectMistypedCommand(paths, program, io)
  const formats = requestedFormats(options.format, io.env)
  const report = await io.lintProject(await lintRequest(paths, options, io))
  // A hook that has nothing to object to keeps quiet.
  const quiet = options.quiet === true || (options.staged === true && report.verdict === 'pass')
  await writeReports(report, formats, { noColor: !options.color, quiet }, io)
  for (const { reason } of report.notChecked) io.stderr.write(`migration-lint: ${oneLine(reason)}\n`)
  if (report.notChecked.length > 0) return exitCode.couldNotCheck
  return report.verdict === 'pass' ? exitCode.pass : exitCode.fail
}

async function lintRequest(paths: readonly string[], options: CheckOptions, io: Io): Promise<LintRequest> {
  const { layout, dialect, dbVersion, since, staged, applied, environment } = options
  const { config, failOn, maxRisk, knexEngine } = options
  const stdin = await migrationOnStdin(paths, options, io)
  return {
    cwd: io.cwd,
    paths: paths.filter(path => path !== '-'),
    context: await deployContext(options, io),
    ...(layout === undefined ? {} : { layout }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(dbVersion === undefined ? {} : { dbVersion }),
    ...(since === undefined ? {} : { since }),
    ...(staged === undefined ? {} : { staged }),
    ...(applied === undefined ? {} : { applied: applied === '-' ? { text: await io.readStdin() } : applied }),
    ...(environment === undefined ? {} : { environment }),
    ...(config === undefined ? {} : { config }),
    ...(failOn === undefined ? {} : { failOn }),
    ...(maxRisk === undefined ? {} : { maxRisk }),
    ...(knexEngine === undefined ? {} : { knexEngine }),
    ...(isForkedPullRequest(io) ? { isUntrusted: true } : {}),
    ...(stdin === undefined ? {} : { stdin }),
    // Most commits have no migration.
    ...(options.errorOnUnmatchedPattern && staged === undefined ? {} : { allowUnmatched: true }),
  }
}

async function migrationOnStdin(
  paths: readonly string[],
  { stdinFilename, applied }: CheckOptions,
  io: Io,
): Promise<LintRequest['stdin']> {
  if (!paths.includes('-')) {
    if (stdinFilename === undefined) return undefined
    throw new UserError('--stdin-filename is for a migration on stdin: add "-" as the path.')
  }
  if (stdinFilename === undefined) {
    throw new UserError(
      'A migration on stdin needs a name: add --stdin-filename, such as 20260101_users.up.sql.',
    )
  }
  if (applied === '-') throw new UserError('Stdin cannot be both the migration and the list of applied ones.')
  return { filename: stdinFilename, text: await io.readStdin() }
}

/** Whatever is not a command is a path of the default command, so `migration-lint explian` would look for a
 * file of that name. */
function rejectMistypedCommand(paths: readonly string[], program: Command, io: Io): void {
  const [word] = paths
  const saysCheck = program.args[0] === 'check' && word !== 'check'
  if (saysCheck || word === undefined || !/^[a-z]+(-[a-z]+)*$/.test(word) || io.exists(word)) return
  const commands = program.commands.map(command => command.name())
  if (commands.includes(word))
    throw new UserError(`Write the command before its options: migration-lint ${word} …`)
  const near = closestName(word, commands)
  const hint = near === undefined ? '"migration-lint --help" lists the commands' : `did you mean "${near}"?`
  throw new UserError(`"${word}" is neither a command nor a path: ${hint}`)
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}

/** As servers tell it: `10.11.6-MariaDB-log` too. */
function serverVersion(value: string): string {
  if (!/^\d+(?:\.\d+)*(?:[-+~ ].*)?$/.test(value)) {
    throw new InvalidArgumentError('Give a version such as 8.0.36.')
  }
  return value
}

function wholePercent(value: string): number {
  if (!/^\d{1,3}$/.test(value) || Number(value) > 100) {
    throw new InvalidArgumentError('Give a whole number from 0 to 100.')
  }
  return Number(value)
}
