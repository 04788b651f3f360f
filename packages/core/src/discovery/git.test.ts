import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findMigrations } from './find-migrations.ts'
import { openRepository } from './git.ts'
import { gitCommitFiles, gitIndexFiles } from './git-files.ts'
import { markPending } from './mark-pending.ts'
import { pendingByGit } from './pending-by-git.ts'
import { projectFiles } from './project-files.ts'

function hasGit(): boolean {
  try {
    execFileSync('git', ['--version'])
    return true
  } catch {
    return false
  }
}

describe.skipIf(!hasGit())('git (needs git on the path)', () => {
  let folder = ''
  const git = (...parameters: string[]): void => {
    execFileSync(
      'git',
      ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...parameters],
      { stdio: 'pipe' },
    )
  }
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text)

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'migration-lint-'))
    git('init', '--quiet', '--initial-branch=main')
    mkdirSync(join(folder, 'app/m'), { recursive: true })
    write('app/m/1_a.up.sql', 'CREATE TABLE a (id int);\n')
    write('app/m/1_a.down.sql', 'DROP TABLE a;\n')
    write('app/m/2 b é.up.sql', 'SELECT 2;\n')
    git('add', '.')
    git('commit', '--quiet', '-m', 'base')
    git('checkout', '--quiet', '-b', 'feature')
    write('app/m/3_c.up.sql', 'STAGED;\n')
    git('add', '.')
    git('mv', 'app/m/2 b é.up.sql', 'app/m/2_b.up.sql')
    write('app/m/3_c.up.sql', 'UNSTAGED;\n')
    write('app/m/4_untracked.up.sql', 'SELECT 4;\n')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the index is read, not the disk', async () => {
    const files = await gitIndexFiles(await openRepository(folder))
    expect(await files.list('app/m')).toEqual([
      'app/m/1_a.down.sql',
      'app/m/1_a.up.sql',
      'app/m/2_b.up.sql',
      'app/m/3_c.up.sql',
    ])
    expect(await files.read('app/m/3_c.up.sql')).toBe('STAGED;\n')
  })

  test('paths are relative to the working directory, inside the work tree or above it', async () => {
    const files = await gitIndexFiles(await openRepository(join(folder, 'app')))
    expect(await files.list('m')).toContain('m/3_c.up.sql')
    const inFolder = await gitIndexFiles(await openRepository(join(folder, 'app/m')))
    expect(await inFolder.exists('1_a.up.sql')).toBe(true)
  })

  test('changes: added, renamed, untracked', async () => {
    const repository = await openRepository(folder)
    expect(await repository.stagedChanges()).toEqual([
      { status: 'renamed', path: 'app/m/2_b.up.sql', from: 'app/m/2 b é.up.sql' },
      { status: 'added', path: 'app/m/3_c.up.sql' },
    ])
    const paths = (await repository.changedSince(await repository.mergeBase('main'))).map(({ path }) => path)
    expect(paths).toContain('app/m/4_untracked.up.sql')
    expect(await repository.currentBranch()).toBe('feature')
  })

  test('pending since main, from the disk', async () => {
    const repository = await openRepository(folder)
    const files = projectFiles(folder)
    const found = await findMigrations({ paths: ['app/m'] }, files)
    const base = await gitCommitFiles(repository, await repository.mergeBase('main'))
    const marked = await pendingByGit(found, { files, base, baseName: 'main', judgeEdited: false })
    expect(marked.migrations.filter(({ pending }) => pending).map(({ name }) => name)).toEqual([
      '2_b',
      '3_c',
      '4_untracked',
    ])
    expect(marked.problems.map(({ ruleId }) => ruleId)).toEqual(['edited-applied-migration'])
  })

  test('an unknown ref, an option as ref, no repository', async () => {
    const repository = await openRepository(folder)
    await expect(repository.mergeBase('nowhere')).rejects.toThrow('git does not know nowhere: fetch it')
    await expect(repository.mergeBase('--output=x')).rejects.toThrow('git does not know --output=x')
    const elsewhere = mkdtempSync(join(tmpdir(), 'migration-lint-'))
    await expect(openRepository(elsewhere)).rejects.toThrow('is not in a git repository')
    rmSync(elsewhere, { recursive: true })
  })

  test('a shallow clone says how to deepen it', async () => {
    const clone = mkdtempSync(join(tmpdir(), 'migration-lint-'))
    git('commit', '--quiet', '-m', 'feature')
    execFileSync('git', ['clone', '--quiet', '--depth=1', '--branch=feature', `file://${folder}`, clone], {
      stdio: 'pipe',
    })
    await expect((await openRepository(clone)).mergeBase('origin/main')).rejects.toThrow(
      'shallow: fetch the whole history',
    )
    rmSync(clone, { recursive: true })
  })

  test('a repository of another user is refused, with what to do', async () => {
    // git's own switch for its tests of safe.directory.
    process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER = '1'
    try {
      await expect(openRepository(folder)).rejects.toThrow(
        /^git does not trust .*, because another user owns it: run git config --global --add safe\.directory/,
      )
    } finally {
      delete process.env.GIT_TEST_ASSUME_DIFFERENT_OWNER
    }
  })

  test('a detached HEAD is on no branch, and has a base all the same', async () => {
    const clone = mkdtempSync(join(tmpdir(), 'migration-lint-'))
    execFileSync('git', ['clone', '--quiet', '--branch=main', folder, clone], { stdio: 'pipe' })
    execFileSync('git', ['-C', clone, 'checkout', '--quiet', '--detach', 'HEAD'], { stdio: 'pipe' })
    const repository = await openRepository(clone)
    expect(await repository.currentBranch()).toBeUndefined()
    expect(await repository.mergeBase('origin/main')).toBe(await repository.head())
    rmSync(clone, { recursive: true })
  })

  test('a submodule is no file of this repository', async () => {
    const outer = mkdtempSync(join(tmpdir(), 'migration-lint-'))
    const run = (...parameters: string[]): void => {
      execFileSync('git', ['-C', outer, '-c', 'protocol.file.allow=always', ...parameters], { stdio: 'pipe' })
    }
    run('init', '--quiet')
    run('submodule', '--quiet', 'add', folder, 'migrations')
    const repository = await openRepository(outer)
    expect((await repository.filesInIndex()).map(({ path }) => path)).toEqual(['.gitmodules'])
    run('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'outer')
    const files = projectFiles(outer)
    const found = await findMigrations({ paths: ['migrations/app/m'] }, files)
    await expect(markPending(found, { since: 'HEAD' }, { files }, outer)).rejects.toThrow(
      'migrations is a git submodule, whose files this repository does not know',
    )
    rmSync(outer, { recursive: true })
  })

  test('before the first commit everything staged is new', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'migration-lint-'))
    execFileSync('git', ['-C', fresh, 'init', '--quiet'])
    writeFileSync(join(fresh, '1.sql'), 'SELECT 1;')
    execFileSync('git', ['-C', fresh, 'add', '.'])
    const repository = await openRepository(fresh)
    expect(await repository.head()).toBeUndefined()
    expect(await repository.stagedChanges()).toEqual([{ status: 'added', path: '1.sql' }])
    rmSync(fresh, { recursive: true })
  })
})
