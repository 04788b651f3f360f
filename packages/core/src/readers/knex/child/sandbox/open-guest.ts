import { createRequire } from 'node:module'
import type { QuickJSContext, QuickJSHandle, VmCallResult } from 'quickjs-emscripten-core'
import { workTime } from '../work-time.ts'
import type { GuestCode } from './guest-code.ts'

type QuickJS = typeof import('quickjs-emscripten-core')

/** What a guest gets for what it asks: code is made a function of. */
export type HostAnswer = string | number | boolean | undefined | GuestCode
export type HostCalls = Readonly<Record<string, (...texts: string[]) => HostAnswer>>

/** A JavaScript engine in WebAssembly: what is not handed in does not exist in there. */
export interface Guest {
  call(name: string, ...texts: readonly string[]): unknown
  /** Everything that waits for nothing. */
  runJobs(): void
  /** After this the guest is stopped. */
  setDeadline(milliseconds: number): void
  isOver(): boolean
  keep(): GuestState
  /** As if nothing had happened since. */
  goBack(state: GuestState): void
}

export interface GuestState {
  readonly memory: Uint8Array
}

export class GuestStopped extends Error {
  readonly reason: 'too long' | 'ended'
  constructor(reason: 'too long' | 'ended') {
    super(reason)
    this.reason = reason
  }
}

const megabyte = 2 ** 20
/** Knex and a migration need about 10 of it. */
const memoryLimit = 192 * megabyte
/** Whoever came this near to the limit was most likely refused more. */
const suspiciousMemory = 150 * megabyte
/** Half of what the engine's own stack has room for. */
const stackLimit = 512 * 1024

export async function openGuest(
  calls: HostCalls,
  boot: GuestCode,
  texts: readonly string[],
  ownPackageFile: string,
): Promise<Guest> {
  // Not imported: WebAssembly lies beside its code, so that neither can be bundled.
  const require = createRequire(ownPackageFile)
  const { newQuickJSWASMModuleFromVariant }: QuickJS = require('quickjs-emscripten-core')
  const engine = await newQuickJSWASMModuleFromVariant(require('@jitl/quickjs-wasmfile-release-sync'))
  const runtime = engine.newRuntime()
  runtime.setMemoryLimit(memoryLimit)
  runtime.setMaxStackSize(stackLimit)
  const context = runtime.newContext()
  const wasm = engine.getWasmMemory()
  let deadline = Number.POSITIVE_INFINITY
  const isOver = (): boolean => workTime() > deadline
  runtime.setInterruptHandler(isOver)

  const checked = (result: VmCallResult<QuickJSHandle>): QuickJSHandle => {
    if (result.error === undefined) return result.value
    const problem: unknown = context.dump(result.error)
    result.error.dispose()
    if (isOver()) throw new GuestStopped('too long')
    throw new Error(messageOf(problem))
  }
  const callHost = hostFunction(context, calls, checked)
  const main = checked(
    context.callFunction(
      evaluateOwn(context, boot, callHost, checked),
      context.undefined,
      ...texts.map(text => context.newString(text)),
    ),
  )

  return {
    call(name, ...texts) {
      const act = context.getProp(main, name)
      const given = texts.map(text => context.newString(text))
      try {
        const result = checked(context.callFunction(act, context.undefined, ...given))
        const value: unknown = context.dump(result)
        result.dispose()
        return value
      } finally {
        for (const handle of [act, ...given]) handle.dispose()
      }
    },
    runJobs() {
      while (runtime.hasPendingJob()) {
        const result = runtime.executePendingJobs(jobsAtOnce)
        if (result.error !== undefined) result.error.dispose()
        if (isOver()) throw new GuestStopped('too long')
        if (wasm.buffer.byteLength > suspiciousMemory) throw new GuestStopped('ended')
      }
    },
    setDeadline(milliseconds) {
      deadline = workTime() + milliseconds
    },
    isOver,
    keep: () => ({ memory: new Uint8Array(wasm.buffer).slice() }),
    goBack({ memory }) {
      const now = new Uint8Array(wasm.buffer)
      now.set(memory)
      now.fill(0, memory.length)
    },
  }
}

const jobsAtOnce = 1000

type Check = (result: VmCallResult<QuickJSHandle>) => QuickJSHandle

function hostFunction(context: QuickJSContext, calls: HostCalls, checked: Check): QuickJSHandle {
  const callHost: QuickJSHandle = context.newFunction('callHost', (nameHandle, ...handles) => {
    const name = context.getString(nameHandle)
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined
    if (call === undefined) throw new TypeError('there is no such question')
    const answer = call(...handles.map(handle => context.getString(handle)))
    switch (typeof answer) {
      case 'string':
        return context.newString(answer)
      case 'number':
        return context.newNumber(answer)
      case 'boolean':
        return answer ? context.true : context.false
      case 'object':
        return answer.isOwn
          ? evaluateOwn(context, answer, callHost, checked)
          : checked(context.evalCode(answer.code, answer.path))
      default:
        return context.undefined
    }
  })
  return callHost
}

/** Our own files get the function that asks the host; nobody else can name it. */
function evaluateOwn(
  context: QuickJSContext,
  { code, path }: GuestCode,
  callHost: QuickJSHandle,
  checked: Check,
): QuickJSHandle {
  const factory = checked(context.evalCode(code, path))
  const made = checked(context.callFunction(factory, context.undefined, callHost))
  factory.dispose()
  return made
}

function messageOf(problem: unknown): string {
  const message: unknown =
    typeof problem === 'object' && problem !== null ? Reflect.get(problem, 'message') : problem
  return String(message)
}
