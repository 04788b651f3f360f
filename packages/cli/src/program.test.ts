import { type LintRequest, type Report, UserError } from '@migration-lint/core'
import { describe, expect, test } from 'vitest'
import type { Io, Output } from './io.ts'
import { run } from './program.ts'

const now = new Date('2026-11-20T21:47:00Z')

describe('exit code', () => {
  test('0 for a pass, 1 for a failure', async () => {
    expect((await check([])).code).toBe(0)
    expect((await check([], { report: failing })).code).toBe(1)
  })

  test.each<[string, readonly string[], string]>([
    ['unknown option', ['--formt', 'json'], "unknown option '--formt'"],
    ['misspelt option', ['--environmnt', 'x'], '(Did you mean --environment?)'],
    ['option of another command line', ['--database-url', 'postgres://x'], "unknown option '--database-url'"],
    ['unknown dialect', ['--dialect', 'oracle'], 'Allowed choices are postgres, mysql, mariadb, sqlite.'],
    ['bad threshold', ['--fail-on', 'info'], 'Allowed choices are error, warning, never.'],
    ['risk over 100', ['--max-risk', '101'], 'Give a whole number from 0 to 100.'],
    ['risk that is no number', ['--max-risk', 'high'], 'Give a whole number from 0 to 100.'],
    ['missing value', ['--config'], 'argument missing'],
    ['unknown format', ['-f', 'jsom'], 'There is no format "jsom": did you mean "json"?'],
    ['format without its file', ['-f', 'json='], 'names no file'],
    ['two documents on stdout', ['-f', 'text', '-f', 'json'], 'mixed on stdout (text, json)'],
    [
      'two answers to what is pending',
      ['--staged', '--since', 'main'],
      "option '--since <git-ref>' cannot be used with option '--staged'",
    ],
    ['time without an offset', ['--now', '2026-11-20T16:47:00'], 'write a time with its offset'],
    ['time that does not exist', ['--now', '2026-13-20T16:47:00Z'], 'write a time with its offset'],
    ['no version', ['--db-version', 'latest'], 'Give a version such as 8.0.36.'],
    ['misspelt command', ['explian'], '"explian" is neither a command nor a path: did you mean "explain"?'],
    ['command of a later release', ['plan'], '"plan" is neither a command nor a path'],
    ['a command behind its options', ['--quiet', 'check', 'db'], 'Write the command before its options'],
    ['stdin without a name', ['-'], 'add --stdin-filename'],
    ['a name without stdin', ['--stdin-filename', 'a.sql'], 'add "-" as the path'],
    ['unknown rule', ['explain', 'drop-colum'], 'did you mean "drop-column"?'],
    ['a path too many', ['explain', 'drop-column', 'x'], 'too many arguments'],
  ])('2 for %s', async (_what, argv, message) => {
    const { code, stdout, stderr, requests } = await check(argv)
    expect(stderr).toContain(message)
    expect(stderr).toMatch(/^migration-lint: /)
    expect(stderr).not.toContain('    at ')
    expect({ code, stdout, requests }).toEqual({ code: 2, stdout: '', requests: [] })
  })

  test('2 for what the core cannot check, in one line', async () => {
    const { code, stdout, stderr } = await check([], {
      throws: new UserError('No "a\n::error::b\u001b[2J".'),
    })
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'migration-lint: No "a ::error::b [2J".\n',
    })
  })

  test('2 for a bug, with its stack', async () => {
    const { code, stderr } = await check([], { throws: new TypeError('x is undefined') })
    expect(code).toBe(2)
    expect(stderr).toContain('TypeError: x is undefined\n    at ')
    expect(stderr).toContain('this is a bug; please report it')
  })

  test.each([['--help'], ['--version'], ['explain --help']])('0 for %s', async words => {
    const { code, stdout, stderr } = await check(words.split(' '))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toBe('')
  })

  test('2 when a report cannot be written', async () => {
    const { code, stderr } = await check(['-f', 'json=no/where.json'], { readOnly: true })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'migration-lint: Cannot write "no/where.json": read-only\n',
    })
  })
})

describe('what the core is asked', () => {
  test('nothing but the context without options', async () => {
    const { requests } = await check([])
    expect(requests).toEqual([{ cwd: '/shop', paths: [], context: { now, actor: 'ada' } }])
  })

  test('every option', async () => {
    const { requests } = await check(
      (
        'check db a.sql --layout knex --dialect mysql --db-version 8.0.36 --applied done.txt --environment production ' +
        '--branch main --now 2026-11-20T16:47:00-05:00 --actor grace --fail-on warning --max-risk 40 --config c.json --knex-engine never ' +
        '--no-error-on-unmatched-pattern'
      ).split(' '),
    )
    expect(requests).toEqual([
      {
        cwd: '/shop',
        paths: ['db', 'a.sql'],
        layout: 'knex',
        dialect: 'mysql',
        dbVersion: '8.0.36',
        applied: 'done.txt',
        environment: 'production',
        context: { now, branch: 'main', actor: 'grace' },
        failOn: 'warning',
        maxRisk: 40,
        knexEngine: 'never',
        config: 'c.json',
        allowUnmatched: true,
      },
    ])
  })

  test('a hook has often nothing to check', async () => {
    const { requests } = await check(['--staged'])
    expect(requests[0]).toMatchObject({ staged: true, allowUnmatched: true })
  })

  test('a migration on stdin', async () => {
    const { requests } = await check(['-', '--stdin-filename', '1_a.up.sql'], { stdin: 'DROP TABLE a' })
    expect(requests[0]).toMatchObject({ paths: [], stdin: { filename: '1_a.up.sql', text: 'DROP TABLE a' } })
  })

  test('the list of applied migrations on stdin', async () => {
    const { requests } = await check(['--applied', '-'], { stdin: '1_a\n2_b\n' })
    expect(requests[0]?.applied).toEqual({ text: '1_a\n2_b\n' })
  })
})

describe('output', () => {
  test('the report is on stdout, and nothing else anywhere', async () => {
    const { stdout, stderr } = await check(['-f', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, verdict: 'pass' })
    expect(stderr).toBe('')
  })

  test('several formats, each in its place', async () => {
    const { stdout, files } = await check(
      ['-f', 'text', '-f', 'json=out/report.json', '-f', 'github=notes.txt'],
      {
        report: failing,
      },
    )
    expect(stdout).toContain('✖ fail (exit 1)')
    expect(Object.keys(files)).toEqual(['out/report.json', 'notes.txt'])
    expect(JSON.parse(files['out/report.json'] ?? '')).toMatchObject({ verdict: 'fail' })
  })

  test('GitHub gets annotations beside the text, unless formats are named', async () => {
    const env = { GITHUB_ACTIONS: 'true' }
    expect((await check([], { report: failing, env })).stdout).toMatch(/^::error title=policy%3A branch::/m)
    expect((await check(['-f', 'text'], { report: failing, env })).stdout).not.toContain('::error')
  })

  test('colour only where the terminal takes it', async () => {
    expect((await check([], { report: failing, isTTY: true })).stdout).toContain('\u001b[31m')
    expect((await check([], { report: failing })).stdout).not.toContain('\u001b')
    expect((await check(['--no-color'], { report: failing, isTTY: true })).stdout).not.toContain('\u001b')
  })

  test('--quiet says nothing of a pass; neither does a hook', async () => {
    expect((await check(['--quiet'])).stdout).toBe('')
    expect((await check(['--staged'])).stdout).toBe('')
    expect((await check(['--staged'], { report: failing })).stdout).toContain('✖ fail')
  })
})

test('rules lists every rule with its severity', async () => {
  const { code, stdout } = await check(['rules'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^drop-column +error +data-loss +\S/m)
})

test('explain shows why, what to do instead, and examples', async () => {
  const { code, stdout } = await check(['explain', 'drop-column'])
  expect(code).toBe(0)
  for (const part of [
    'drop-column: ',
    'why: ',
    'instead: ',
    'flagged: ',
    'allowed: ',
    'migration-lint-disable-next-line drop-column',
  ]) {
    expect(stdout).toContain(part)
  }
  const prose = stdout.slice(0, stdout.indexOf('flagged: ')).split('\n')
  expect(Math.max(...prose.map(line => line.length))).toBeLessThanOrEqual(100)
})

test('the help names the commands and the options of check', async () => {
  const { stdout } = await check(['--help'])
  for (const part of ['check', 'explain', 'rules', '--environment <name>', '--format <name[=path]>']) {
    expect(stdout).toContain(part)
  }
})

test('a pull request from a fork is not trusted', async () => {
  const { requests } = await check(['db'], { env: { CIRCLE_PR_USERNAME: 'eve' } })
  expect(requests.map(({ isUntrusted }) => isUntrusted)).toEqual([true])
})

interface Situation {
  readonly report?: Report
  readonly throws?: Error
  readonly env?: Readonly<Record<string, string>>
  readonly isTTY?: boolean
  readonly stdin?: string
  readonly readOnly?: boolean
}

/** The program with a core that always answers the same. */
async function check(argv: readonly string[], situation: Situation = {}) {
  const stdout = collector(situation.isTTY ?? false)
  const stderr = collector(false)
  const requests: LintRequest[] = []
  const files: Record<string, string> = {}
  const io: Io = {
    stdout,
    stderr,
    env: situation.env ?? {},
    cwd: '/shop',
    readStdin: async () => situation.stdin ?? '',
    readFile: () => undefined,
    async writeFile(path, text) {
      if (situation.readOnly === true) throw new Error('read-only')
      files[path] = text
    },
    exists: path => path === 'db',
    now: () => now,
    gitBranch: async () => 'from-git',
    userName: () => 'ada',
    async lintProject(request) {
      requests.push(request)
      if (situation.throws) throw situation.throws
      return situation.report ?? passing
    },
  }
  const code = await run(argv, io)
  return { code, stdout: stdout.text(), stderr: stderr.text(), requests, files }
}

function collector(isTTY: boolean): Output & { text(): string } {
  const written: string[] = []
  return { isTTY, columns: 100, write: text => written.push(text), text: () => written.join('') }
}

const passing: Report = {
  verdict: 'pass',
  reasons: [],
  dialect: 'mysql',
  notChecked: [],
  detected: [],
  summary: {
    migrations: 1,
    pending: 1,
    statements: 1,
    unread: 0,
    errors: 0,
    warnings: 0,
    infos: 0,
    suppressed: 0,
    missingDown: 0,
    irreversible: 0,
    destructive: 0,
  },
  risk: { score: 0, level: 'none', parts: [] },
  policy: [],
  migrations: [],
  findings: [],
  rules: [],
}

const failing: Report = {
  ...passing,
  verdict: 'fail',
  reasons: ['blocked by policy: branch'],
  policy: [{ id: 'branch', status: 'blocked', message: 'Branch "x" may not deploy.' }],
}
