import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { ownPackageFile } from '../../own-packages.ts'
import { childMessage } from './child-message.ts'
import type {
  ChildSetup,
  EarlierStatement,
  FromChild,
  Job,
  KnexEngine,
  KnexfileFacts,
  RecordedDirection,
  SchemaAnswer,
  SchemaQuestion,
} from './protocol.ts'
import { realPath } from './real-path.ts'
import { findKnex, ownFolder, packageFolders, startChild } from './start-child.ts'

export interface SessionOptions {
  /** Absolute; nothing of the project outside of it is read. */
  readonly root: string
  /** Default: migrations are run where they can reach nothing. */
  readonly engine?: KnexEngine
}

/** What the schema is where a migration asks, after what it has sent itself. */
export type Answer = (question: SchemaQuestion, before: readonly EarlierStatement[]) => SchemaAnswer

export type JobResult =
  | { readonly kind: 'recorded'; readonly direction: RecordedDirection }
  | { readonly kind: 'knexfile'; readonly facts: KnexfileFacts }
  /** The child was killed, it died, or it stopped the job itself. */
  | { readonly kind: 'lost'; readonly reason: LossReason; readonly isChildFit?: boolean }

/** `nonsense`: what it said was not in our words. */
export type LossReason = 'too long' | 'ended' | 'nonsense'

export interface ChildSession {
  readonly engine: KnexEngine
  /** Starts the child before there is a job for it. */
  start(): void
  run(job: Job, answer?: Answer): Promise<JobResult>
  end(): void
}

/** The child's start, with everything that it loads, on a machine that is busy. */
const startGrace = 20_000
/** The child itself stops at its time limit; it is killed where it cannot. The sandbox always can. */
const killGrace = { node: 2000, sandbox: 10_000, never: 2000 }
/** QuickJS takes that many times as long as Node. */
const slowness = { node: 1, sandbox: 3, never: 1 }
/** Milliseconds from a child's birth to its first word, at most, on a machine with nothing else to do. */
const usualStart = { node: 500, sandbox: 1000, never: 500 }
/** Beyond that a limit is none. */
const slowestPace = 10
/** Characters of one message. */
const longestMessage = 2 ** 26

/** One locked-down child at a time; a new one takes its place when it hangs, dies or was tampered with. */
export function openSession(options: SessionOptions): ChildSession {
  const { engine = 'node' } = options
  let live: LiveChild | undefined
  let jobs = 0

  async function run(job: Job, answer: Answer = nothingIsKnown): Promise<JobResult> {
    live ??= launch(options)
    const child = live
    const result = await child.perform(++jobs, job, answer)
    // The sandbox undoes what a migration did to it.
    const isTampered = result.kind === 'recorded' && result.direction.tampered && engine !== 'sandbox'
    if ((result.kind === 'lost' && result.isChildFit !== true) || isTampered) {
      child.kill()
      if (live === child) live = undefined
    }
    return result
  }

  return {
    engine,
    start() {
      live ??= launch(options)
    },
    run,
    end() {
      live?.kill()
      live = undefined
    },
  }
}

const nothingIsKnown: Answer = () => ({ known: 'unknown' })

interface LiveChild {
  perform(id: number, job: Job, answer: Answer): Promise<JobResult>
  kill(): void
}

function launch({ root: given, engine = 'node' }: SessionOptions): LiveChild {
  const root = realPath(given)
  const key = randomBytes(16).toString('hex')
  // Of a project that is only read nothing runs, not even its packages.
  const knexPath = findKnex(engine === 'never' ? dirname(ownPackageFile()) : root)
  const readable = packageFolders(root, knexPath)
  const child = startChild(root, readable)
  let settle: ((result: JobResult) => void) | undefined
  let waitingFor: number | undefined
  let answering = nothingIsKnown
  let state: 'starting' | 'ready' | 'gone' = 'starting'
  let nowReady = (_isReady: boolean): void => undefined
  let pace = 1
  const bornAt = performance.now()
  const ready = new Promise<void>(resolve => {
    nowReady = isReady => {
      if (state === 'starting') state = isReady ? 'ready' : 'gone'
      resolve()
    }
  })
  const startWatchdog = setTimeout(() => nowReady(false), startGrace)
  ready.then(() => clearTimeout(startWatchdog))

  const finish = (result: JobResult): void => {
    settle?.(result)
    settle = undefined
  }
  const lose = (reason: LossReason): void => {
    nowReady(false)
    state = 'gone'
    finish({ kind: 'lost', reason })
  }
  const send = (message: object): void => {
    child.stdin?.write(`${JSON.stringify(message)}\n`)
  }
  child.stdin?.on('error', () => undefined)
  child.on('error', () => lose('ended'))
  child.on('exit', () => lose('ended'))
  listen(child, key, message => {
    if (message === undefined) {
      lose('nonsense')
      child.kill('SIGKILL')
    } else if (message.kind === 'ready') {
      pace = paceAfter(performance.now() - bornAt, usualStart[engine])
      nowReady(true)
    } else if (message.kind === 'question') {
      send({ kind: 'answer', id: message.id, answer: answering(message.question, message.before) })
    } else if (message.id === waitingFor) {
      finish(resultOf(message))
    }
  })
  const setup: ChildSetup = {
    key,
    engine,
    knexPath,
    ownPackageFile: ownPackageFile(),
    ownFolder,
    root,
    readable,
  }
  send({ kind: 'setup', setup })

  return {
    async perform(id, job, answer) {
      // A child that is ready gets the job in this very turn, and works on it while its caller goes on.
      if (state === 'starting') await ready
      if (state === 'gone' || child.exitCode !== null || child.signalCode !== null) {
        return { kind: 'lost', reason: 'ended' }
      }
      const timeout = job.timeout * slowness[engine] * pace
      return await new Promise(resolve => {
        const patience = timeout + killGrace[engine]
        let extensions = busyExtensions
        const bark = (): void => {
          if (isBusy() && extensions-- > 0) watchdog = setTimeout(bark, patience)
          else finish({ kind: 'lost', reason: 'too long' })
        }
        let watchdog = setTimeout(bark, patience)
        settle = result => {
          clearTimeout(watchdog)
          resolve(result)
        }
        waitingFor = id
        answering = answer
        send({ kind: 'job', id, job: { ...job, timeout } })
      })
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}

/** The child measures its own work; from outside, one that gets no processor looks like one without an end. */
const busyExtensions = 3

function isBusy(): boolean {
  return (loadavg()[0] ?? 0) > availableParallelism()
}

/** How many times as long a machine takes that is busy with other things: limits are meant for endless code, not for it. */
export function paceAfter(start: number, usual: number): number {
  return Math.min(slowestPace, Math.max(1, start / usual))
}

function resultOf(message: Extract<FromChild, { readonly kind: JobResult['kind'] }>): JobResult {
  switch (message.kind) {
    case 'recorded':
      return { kind: 'recorded', direction: message.direction }
    case 'knexfile':
      return { kind: 'knexfile', facts: message.facts }
    case 'lost':
      return { kind: 'lost', reason: message.reason, isChildFit: message.reason === 'too long' }
    default:
      return message satisfies never
  }
}

/**
 * Lines that do not begin with the key were not written by our code, and are not heard. One that does and makes no sense
 * is the child's end, and so is one that does not end.
 */
function listen(child: ChildProcess, key: string, receive: (message: FromChild | undefined) => void): void {
  if (child.stdout === null) return
  let length = 0
  child.stdout.on('data', (chunk: Buffer) => {
    const end = chunk.lastIndexOf('\n')
    length = end < 0 ? length + chunk.length : chunk.length - end
    if (length > longestMessage) receive(undefined)
  })
  createInterface({ input: child.stdout }).on('line', line => {
    if (line.startsWith(`${key} `)) receive(childMessage(line.slice(key.length + 1)))
  })
}
