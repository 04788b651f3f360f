import { UserError } from '@migration-lint/core'
import { expect, test } from 'vitest'
import { deployContext } from './context.ts'
import type { Io } from './io.ts'

const now = new Date('2026-11-20T21:47:00Z')

test.each<[string, Record<string, string>, string | undefined]>([
  ['a pull request on GitHub', { GITHUB_HEAD_REF: 'feature/x', GITHUB_REF_NAME: '12/merge' }, 'feature/x'],
  ['a push on GitHub', { GITHUB_HEAD_REF: '', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch' }, 'main'],
  ['a tag on GitHub', { GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'tag' }, undefined],
  ['GitLab', { CI_COMMIT_BRANCH: 'main' }, 'main'],
  ['a tag on GitLab', { CI_COMMIT_TAG: 'v1' }, undefined],
  ['Azure', { BUILD_SOURCEBRANCH: 'refs/heads/release/1' }, 'release/1'],
  ['a tag on Azure', { BUILD_SOURCEBRANCH: 'refs/tags/main' }, undefined],
  ['no CI', {}, 'from-git'],
])('the branch of %s', async (_where, env, branch) => {
  expect((await deployContext({ environment: 'production' }, machine(env))).branch).toBe(branch)
})

test('the options before everything else', async () => {
  const options = { branch: 'main', actor: 'grace', now: '2026-01-05T09:00:00+01:00' }
  const context = await deployContext(options, machine({ CI_COMMIT_BRANCH: 'x', GITHUB_ACTOR: 'x' }))
  expect(context).toEqual({ branch: 'main', actor: 'grace', now: new Date('2026-01-05T08:00:00Z') })
})

test('the actor of CI before the user of the machine', async () => {
  expect((await deployContext({}, machine({ GITLAB_USER_LOGIN: 'grace' }))).actor).toBe('grace')
  expect((await deployContext({}, machine({}))).actor).toBe('ada')
})

test.each(['2026-11-20', '2026-11-20T16:47:00', '2026-13-20T16:47:00Z', 'yesterday', ''])(
  'the time %j is the user’s mistake',
  async text => {
    await expect(deployContext({ now: text }, machine({}))).rejects.toThrow(UserError)
  },
)

function machine(env: Io['env']): Pick<Io, 'env' | 'now' | 'gitBranch' | 'userName'> {
  return { env, now: () => now, gitBranch: async () => 'from-git', userName: () => 'ada' }
}
