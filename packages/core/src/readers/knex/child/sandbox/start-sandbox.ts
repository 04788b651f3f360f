import type { ChildSetup, FromChild, Job, ToChild } from '../../protocol.ts'
import { guestCalls } from './guest-calls.ts'
import { guestFiles } from './guest-code.ts'
import { type GuestState, GuestStopped, openGuest } from './open-guest.ts'
import { readableFiles } from './readable-files.ts'

/** The first of our files has nobody to load it. */
const boot = {
  path: 'boot',
  isOwn: true,
  code: `(callHost => (path, ground, main) => {
    const module = { exports: {}, id: path, filename: path, loaded: true }
    callHost('load', path).call(module.exports, module.exports, undefined, module, path, '')
    return module.exports.start(module, ground, main)
  })`,
}

type Message = Exclude<ToChild, { readonly kind: 'setup' }>

interface Work {
  readonly id: number
  /** Questions that the parent has not answered. */
  waiting: number
  isDone: boolean
}

/** Beyond the time limit that the guest keeps itself: for reading what it could not run. */
const grace = 1000
/** For the knexfile and knex's dialect, which all migrations share. */
const preparationTime = 5000

/**
 * Runs migrations in a guest that nobody has touched: what one of them did to it is undone before the next. (The
 * guest is nothing but the memory of a WebAssembly instance, which is put back as it was.)
 */
export async function startSandbox(
  setup: ChildSetup,
  send: (message: FromChild) => void,
): Promise<(message: Message) => void> {
  let work: Work = { id: 0, waiting: 0, isDone: true }
  let isPrepared = false
  const readable = readableFiles(setup.root, setup.readable)
  const own = guestFiles(setup, readable)
  const calls = guestCalls(setup, own, readable, {
    prepared: () => {
      isPrepared = true
    },
    send(text) {
      // A guest that has been interrupted has nothing to say.
      if (guest.isOver()) return
      const message: FromChild = JSON.parse(text)
      if (message.kind === 'question') work.waiting++
      else if (message.kind === 'ready' || message.id !== work.id) return
      else work.isDone = true
      send(message)
    },
  })
  const guest = await openGuest(
    calls,
    boot,
    ['require', 'ground', 'main'].map(own.guestFile),
    setup.ownPackageFile,
  )
  guest.runJobs()
  const untouched = guest.keep()
  let prepared: { readonly key: string; readonly state: GuestState } | undefined

  /** Until it has nothing to do, or waits for an answer. */
  function go(isOver: () => boolean): void {
    do guest.runJobs()
    while (!isOver() && work.waiting === 0 && guest.call('runTask') === true)
  }

  function stateFor(job: Job, text: string): GuestState {
    if (job.kind === 'knexfile') return untouched
    const key = JSON.stringify(job.tool)
    if (prepared?.key === key) return prepared.state
    guest.goBack(untouched)
    guest.setDeadline(preparationTime)
    isPrepared = false
    guest.call('prepare', text)
    go(() => isPrepared)
    prepared = { key, state: guest.keep() }
    return prepared.state
  }

  function receive(message: Message): void {
    const text = JSON.stringify(message)
    try {
      if (message.kind === 'job') {
        work = { id: message.id, waiting: 0, isDone: false }
        guest.goBack(stateFor(message.job, text))
        guest.setDeadline(message.job.timeout + grace)
      } else if (work.isDone) {
        return
      } else {
        work.waiting--
      }
      guest.call('receive', text)
      go(() => work.isDone)
      if (!work.isDone && work.waiting === 0) throw new GuestStopped('ended')
    } catch (error) {
      const reason = error instanceof GuestStopped ? error.reason : 'ended'
      send({ kind: 'lost', id: work.id, reason })
    }
  }

  return receive
}
