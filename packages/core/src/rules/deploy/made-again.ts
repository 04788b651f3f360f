import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'

const queue = /^(?:queues?|outbox)$/

const session = /^sessions?$/
const signIn =
  /^(?:users?|auth|oauth\d?|logins?|web|https?|api|apps?|admins?|accounts?|members?|customers?|express|tokens?|sso|oidc|saml)$/

const cache = /^(?:caches?|cached)$/

const temporary = /^te?mp$/

const refresh = /^(?:refresh|access|reset|login)$/
const token = /^tokens?$/

const signedOut =
  'if it holds tokens that a sign-in gives, as its name says, everybody has to sign in again: do it at a quiet time'

const lock = /^(?:(?:shed)?locks?|mutex|mutexes|semaphores?)$/

const sync = /^sync$/
const place = /^(?:states?|status|statuses|cursors?|checkpoints?|offsets?|watermarks?)$/

const startedOver =
  'if it holds how far a synchronisation has come, as its name says, that starts over: what it does a second time must do no harm'

const advices: readonly (readonly [RegExp, string])[] = [
  [cache, 'if it is the cache that its name says, the code fills it again, and is slow until then'],
  [
    session,
    'if it holds sessions, as its name says, everybody has to sign in again, and tokens that are kept there stop working: do it at a quiet time',
  ],
  [lock, 'if it holds locks, as its name says, who holds one loses it: do it while nothing runs'],
  [
    /^ngrams?$/,
    'if it is the index of n-grams that its name says, the code builds it again from what it indexes',
  ],
  [
    temporary,
    'if it holds what code works through for a while, as its name says, it is filled anew: do it while nothing works on it',
  ],
  [queue, 'if it is the queue that its name says, what waits in it is never done: let it run empty first'],
]

/** Does the name leave no doubt? What waits in a queue is nowhere else. */
export function isMadeAgain(table: ObjectName): boolean {
  return madeAgain(table) !== undefined && !wordsOf(table).some(word => queue.test(word))
}

/** Code fills it again by itself, and nobody notices more than that it is slow until then. */
export function isCache(table: ObjectName): boolean {
  return wordsOf(table).some(word => cache.test(word)) && isMadeAgain(table)
}

/** What it means to lose the rows, of which a copy serves nobody; undefined where the name says nothing of that kind. */
export function madeAgain(table: ObjectName): string | undefined {
  const words = wordsOf(table)
  if (words.some(word => sync.test(word)) && words.some(word => place.test(word))) return startedOver
  if (isToken(words)) return signedOut
  const [word, advice] = advices.find(([each]) => words.some(part => each.test(part))) ?? []
  // What happened to a lock of something else: mod_lock_post.
  if (word === lock && !lock.test(words.at(-1) ?? '')) return undefined
  return word === session && !isSignIn(words) ? undefined : advice
}

/** Training_sessions are nobody's sign-in, nor are the talks with a bot in bot_sessions. */
function isSignIn(words: readonly string[]): boolean {
  return words.every(word => session.test(word) || signIn.test(word))
}

/** `refresh_tokens`, `RefreshToken`; an api_token is typed in elsewhere, and gone for good. */
function isToken(words: readonly string[]): boolean {
  return words.some(word => refresh.test(word)) && words.some(word => token.test(word))
}

/** `temp_urls`. */
export function saysTemporary(table: ObjectName): boolean {
  return wordsOf(table).some(word => temporary.test(word))
}

function wordsOf(table: ObjectName): readonly string[] {
  return bareName(table)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\W]+/)
}
