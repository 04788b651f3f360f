import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { ownPackageFile } from '../../own-packages.ts'
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
  /** The child was killed, or it died. */
  | { readonly kind: 'lost'; readonly reason: 'too long' | 'ended' }

export interface ChildSession {
  /** Starts the child before there is a job for it. */
  start(): void
  run(job: Job, answer?: Answer): Promise<JobResult>
  end(): void
}

/** The child's start, with everything that it loads, on a machine that is busy. */
const startGrace = 20_000
/** The child itself stops at its time limit; it is killed where it cannot. */
const killGrace = 1000

/** One locked-down child at a time; a new one takes its place when it hangs, dies or was tampered with. */
export function openSession(options: SessionOptions): ChildSession {
  let live: LiveChild | undefined
  let jobs = 0

  async function run(job: Job, answer: Answer = nothingIsKnown): Promise<JobResult> {
    live ??= launch(options)
    const child = live
    const result = await child.perform(++jobs, job, answer)
    const isTampered = result.kind === 'recorded' && result.direction.tampered
    if (result.kind === 'lost' || isTampered) {
      child.kill()
      if (live === child) live = undefined
    }
    return result
  }

  return {
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
  const knexPath = findKnex(root)
  const readable = packageFolders(root, knexPath)
  const child = startChild(root, readable)
  let settle: ((result: JobResult) => void) | undefined
  let waitingFor: number | undefined
  let answering = nothingIsKnown
  let state: 'starting' | 'ready' | 'gone' = 'starting'
  let nowReady = (_isReady: boolean): void => undefined
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
  const lose = (): void => {
    nowReady(false)
    state = 'gone'
    finish({ kind: 'lost', reason: 'ended' })
  }
  const send = (message: object): void => {
    child.stdin?.write(`${JSON.stringify(message)}\n`)
  }
  child.stdin?.on('error', () => undefined)
  child.on('error', lose)
  child.on('exit', lose)
  listen(child, key, message => {
    if (message.kind === 'ready') {
      nowReady(true)
    } else if (message.kind === 'question') {
      send({ kind: 'answer', id: message.id, answer: answering(message.question, message.before) })
    } else if (message.id === waitingFor) {
      finish(
        message.kind === 'recorded'
          ? { kind: 'recorded', direction: message.direction }
          : { kind: 'knexfile', facts: message.facts },
      )
    }
  })
  const setup: ChildSetup = {
    key,
    engine: engine === 'sandbox' ? 'never' : engine,
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
      return await new Promise(resolve => {
        const watchdog = setTimeout(
          () => finish({ kind: 'lost', reason: 'too long' }),
          job.timeout + killGrace,
        )
        settle = result => {
          clearTimeout(watchdog)
          resolve(result)
        }
        waitingFor = id
        answering = answer
        send({ kind: 'job', id, job })
      })
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}

/** Lines that do not begin with the key were not written by our code; one that does and is no JSON is the child's end. */
function listen(child: ChildProcess, key: string, receive: (message: FromChild) => void): void {
  if (child.stdout === null) return
  createInterface({ input: child.stdout }).on('line', line => {
    if (!line.startsWith(`${key} `)) return
    try {
      const message: FromChild = JSON.parse(line.slice(key.length + 1))
      receive(message)
    } catch {
      child.kill('SIGKILL')
    }
  })
}
