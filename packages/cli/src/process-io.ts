import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { lintProject, UserError } from '@migration-lint/core'
import type { Io } from './io.ts'

export function processIo(): Io {
  const cwd = process.cwd()
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd,
    readStdin,
    readFile,
    async writeFile(path, content) {
      const file = resolve(cwd, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    },
    exists: path => existsSync(resolve(cwd, path)),
    now: () => new Date(),
    gitBranch: () => gitBranch(cwd),
    userName,
    lintProject,
  }
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

async function readStdin(): Promise<string> {
  const bytes = await buffer(process.stdin)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UserError('What stands on stdin is not valid UTF-8.')
  }
}

/** Nothing where there is no git, no repository, or no branch (a detached HEAD). */
function gitBranch(cwd: string): Promise<string | undefined> {
  return new Promise(done => {
    execFile('git', ['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd }, (error, stdout) => {
      done(error ? undefined : stdout.trim() || undefined)
    })
  })
}

function userName(): string | undefined {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that no user has.
    return undefined
  }
}
