import { expect, test } from 'vitest'
import { isForkedPullRequest } from './forked-pull-request.ts'

function onGitHub(name: string, event: object): [Record<string, string>, string] {
  return [{ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: '/event.json' }, JSON.stringify(event)]
}

function pullRequest(head: string | null): object {
  const repo = head === null ? null : { full_name: head, fork: true }
  return { pull_request: { head: { repo }, base: { repo: { full_name: 'shop/api' } } } }
}

test.each<[string, Record<string, string>, string?]>([
  ['GitHub', ...onGitHub('pull_request', pullRequest('eve/api'))],
  ['GitHub, with secrets at hand', ...onGitHub('pull_request_target', pullRequest('eve/api'))],
  ['GitHub, a fork that is gone', ...onGitHub('pull_request', pullRequest(null))],
  [
    'GitHub, after another workflow',
    ...onGitHub('workflow_run', {
      workflow_run: { head_repository: { full_name: 'eve/api' } },
      repository: { full_name: 'shop/api' },
    }),
  ],
  ['GitHub, no event', { GITHUB_EVENT_NAME: 'pull_request' }],
  ['GitHub, no JSON', { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: '/event.json' }, '{'],
  ['GitLab', { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '7', CI_MERGE_REQUEST_PROJECT_ID: '3' }],
  ['CircleCI', { CIRCLE_PR_USERNAME: 'eve' }],
  ['Travis', { TRAVIS_PULL_REQUEST_SLUG: 'eve/api', TRAVIS_REPO_SLUG: 'shop/api' }],
  ['Azure', { SYSTEM_PULLREQUEST_ISFORK: 'True' }],
  ['Jenkins', { CHANGE_FORK: 'eve' }],
  [
    'Buildkite',
    {
      BUILDKITE_PULL_REQUEST_REPO: 'https://github.com/eve/api.git',
      BUILDKITE_REPO: 'git@github.com:shop/api.git',
    },
  ],
])('a pull request from a fork: %s', (_where, env, event) => {
  expect(isForkedPullRequest({ env, readFile: () => event })).toBe(true)
})

test.each<[string, Record<string, string>, string?]>([
  ['no CI', {}],
  ['GitHub, the project itself, be it a fork', ...onGitHub('pull_request', pullRequest('Shop/api'))],
  ['GitHub, a push', ...onGitHub('push', {})],
  ['GitLab', { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '3', CI_MERGE_REQUEST_PROJECT_ID: '3' }],
  ['Travis, a push', { TRAVIS_PULL_REQUEST_SLUG: '', TRAVIS_REPO_SLUG: 'shop/api' }],
  [
    'Buildkite',
    {
      BUILDKITE_PULL_REQUEST_REPO: 'https://github.com/shop/api.git',
      BUILDKITE_REPO: 'git@github.com:shop/api.git',
    },
  ],
  ['Azure', { SYSTEM_PULLREQUEST_ISFORK: 'False' }],
])('no fork: %s', (_where, env, event) => {
  expect(isForkedPullRequest({ env, readFile: () => event })).toBe(false)
})
