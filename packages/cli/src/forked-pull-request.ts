import type { Io } from './io.ts'

/**
 * Whether CI builds what somebody wrote who has no right to write to the project: a pull request from a fork. Where a
 * CI system does not say (Bitbucket, Drone), nobody is suspected.
 */
export function isForkedPullRequest({ env, readFile }: Pick<Io, 'env' | 'readFile'>): boolean {
  return (
    isForkOnGitHub({ env, readFile }) ||
    pairs.some(([head, base]) => differ(repositoryName(env[head]), repositoryName(env[base]))) ||
    onlyForForks.some(name => (env[name] ?? '') !== '') ||
    env.SYSTEM_PULLREQUEST_ISFORK?.toLowerCase() === 'true'
  )
}

/** Where a change comes from and where it is to go: GitLab, Travis, Buildkite, AppVeyor, Semaphore. */
const pairs: readonly (readonly [head: string, base: string])[] = [
  ['CI_MERGE_REQUEST_SOURCE_PROJECT_ID', 'CI_MERGE_REQUEST_PROJECT_ID'],
  ['TRAVIS_PULL_REQUEST_SLUG', 'TRAVIS_REPO_SLUG'],
  ['BUILDKITE_PULL_REQUEST_REPO', 'BUILDKITE_REPO'],
  ['APPVEYOR_PULL_REQUEST_HEAD_REPO_NAME', 'APPVEYOR_REPO_NAME'],
  ['SEMAPHORE_GIT_PR_SLUG', 'SEMAPHORE_GIT_REPO_SLUG'],
]

/** CircleCI and Jenkins set these for forks alone. */
const onlyForForks: readonly string[] = ['CIRCLE_PR_USERNAME', 'CHANGE_FORK']

/** The event tells it; one that cannot be read is not trusted. */
function isForkOnGitHub({ env, readFile }: Pick<Io, 'env' | 'readFile'>): boolean {
  const name = env.GITHUB_EVENT_NAME ?? ''
  const isPullRequest = name.startsWith('pull_request')
  if (!isPullRequest && name !== 'workflow_run') return false
  const event = parse(env.GITHUB_EVENT_PATH === undefined ? undefined : readFile(env.GITHUB_EVENT_PATH))
  const head = isPullRequest
    ? textAt(event, ['pull_request', 'head', 'repo', 'full_name'])
    : textAt(event, ['workflow_run', 'head_repository', 'full_name'])
  const base = isPullRequest
    ? textAt(event, ['pull_request', 'base', 'repo', 'full_name'])
    : textAt(event, ['repository', 'full_name'])
  return head === undefined || base === undefined || differ(head, base)
}

function differ(head: string, base: string): boolean {
  return head !== '' && base !== '' && head.toLowerCase() !== base.toLowerCase()
}

/** `git@github.com:shop/api.git` and `https://github.com/shop/api` are the same. */
function repositoryName(text = ''): string {
  return text.replace(/\.git$/, '').replace(/^(?:[a-z+]+:\/\/)?(?:[^@/]+@)?[\w.-]+\.[a-z]+(?::\d+)?[:/]/i, '')
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

function textAt(value: unknown, path: readonly string[]): string | undefined {
  let found = value
  for (const key of path)
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined
  return typeof found === 'string' ? found : undefined
}
