import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { lintProject } from '@migration-lint/core'
import { onTestFinished } from 'vitest'
import type { Output } from '../io.ts'
import { run } from '../program.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A folder on disk that is gone after the test, and the program run in it. */
export class Project {
  readonly root: string = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-')))

  constructor(files: Files = {}) {
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }))
    this.write(files)
  }

  write(files: Files): void {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.root, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
  }

  git(...parameters: readonly string[]): void {
    const identity = ['-c', 'user.email=ada@example.org', '-c', 'user.name=Ada', '-c', 'commit.gpgsign=false']
    execFileSync('git', [...identity, ...parameters], { cwd: this.root, stdio: 'pipe' })
  }

  /** A repository whose first commit holds all files. */
  commitAll(): void {
    this.git('init', '--quiet', '--initial-branch=main')
    this.git('add', '--all')
    this.git('commit', '--quiet', '--message=first')
  }

  async run(
    argv: readonly string[],
    stdin = '',
    cwd: string = this.root,
    env: Readonly<Record<string, string>> = {},
  ): Promise<Outcome> {
    const stdout = collector()
    const stderr = collector()
    const code = await run(argv, {
      stdout,
      stderr,
      env,
      cwd,
      readStdin: async () => stdin,
      readFile: path => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
      async writeFile(path, text) {
        writeFileSync(join(cwd, path), text)
      },
      exists: path => existsSync(join(cwd, path)),
      now: () => new Date('2026-11-18T10:00:00Z'),
      gitBranch: async () => 'main',
      userName: () => 'ada',
      lintProject,
    })
    return { code, stdout: stdout.text(), stderr: stderr.text() }
  }
}

function collector(): Output & { text(): string } {
  const written: string[] = []
  return { write: text => written.push(text), text: () => written.join('') }
}
