import { UserError } from '@migration-lint/core'
import type { Io } from './io.ts'

export interface ContextOptions {
  /** Without one no policy judges, and nobody asks for the branch. */
  readonly environment?: string
  readonly branch?: string
  readonly now?: string
  readonly actor?: string
}

export interface DeployContext {
  readonly now: Date
  readonly branch?: string
  readonly actor?: string
}

type Machine = Pick<Io, 'env' | 'now' | 'gitBranch' | 'userName'>

/** Who deploys, when and from which branch: the options first, then the CI system's word, then the machine's. */
export async function deployContext(options: ContextOptions, io: Machine): Promise<DeployContext> {
  const branch = options.branch ?? (options.environment === undefined ? undefined : await currentBranch(io))
  const actor = options.actor ?? firstOf(actorVariables, io.env) ?? io.userName()
  return {
    now: options.now === undefined ? io.now() : parseTime(options.now),
    ...(branch === undefined ? {} : { branch }),
    ...(actor === undefined ? {} : { actor }),
  }
}

/** Where CI systems keep the branch that is built; a pull request's own branch before the one it is checked
 * out as. Jenkins and GitHub put a tag's name in the same place. */
const branchVariables: readonly string[] = [
  'GITHUB_HEAD_REF',
  'GITHUB_REF_NAME',
  'CI_MERGE_REQUEST_SOURCE_BRANCH_NAME',
  'CI_COMMIT_BRANCH',
  'BITBUCKET_BRANCH',
  'CIRCLE_BRANCH',
  'SYSTEM_PULLREQUEST_SOURCEBRANCH',
  'BUILD_SOURCEBRANCH',
  'BUILDKITE_BRANCH',
  'TRAVIS_PULL_REQUEST_BRANCH',
  'TRAVIS_BRANCH',
  'DRONE_SOURCE_BRANCH',
  'DRONE_BRANCH',
  'CHANGE_BRANCH',
  'BRANCH_NAME',
]

const tagVariables: readonly string[] = [
  'CI_COMMIT_TAG',
  'BITBUCKET_TAG',
  'CIRCLE_TAG',
  'BUILDKITE_TAG',
  'TRAVIS_TAG',
  'DRONE_TAG',
  'TAG_NAME',
]

const actorVariables: readonly string[] = [
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'CIRCLE_USERNAME',
  'BUILD_REQUESTEDFOR',
  'BUILDKITE_BUILD_CREATOR',
  'DRONE_COMMIT_AUTHOR',
  'BUILD_USER_ID',
]

async function currentBranch(io: Machine): Promise<string | undefined> {
  // A tag called `main` is not the branch `main`.
  if (io.env.GITHUB_REF_TYPE === 'tag' || firstOf(tagVariables, io.env) !== undefined) return undefined
  const branch = firstOf(branchVariables, io.env)?.replace(/^refs\/heads\//, '')
  if (branch === undefined) return io.gitBranch()
  return branch.startsWith('refs/') ? undefined : branch
}

function firstOf(names: readonly string[], env: Io['env']): string | undefined {
  return names.map(name => env[name]).find(value => value !== undefined && value !== '')
}

/** Without an offset the same words would mean another moment on another machine. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function parseTime(text: string): Date {
  const time = new Date(text)
  if (!isoTime.test(text) || Number.isNaN(time.getTime())) {
    throw new UserError(
      `--now is "${text}": write a time with its offset, such as 2026-11-20T16:47:00-05:00.`,
    )
  }
  return time
}
