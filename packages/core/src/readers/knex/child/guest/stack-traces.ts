import { type Awaiting, currentContext } from './async-context.ts'

/** The part of V8's call sites that we, and the packages that look at them, ask for. */
export interface CallSite {
  getFileName(): string | undefined
  getLineNumber(): number | undefined
  getColumnNumber(): number | undefined
  getFunctionName(): string | undefined
  isAsync(): boolean
  isPromiseAll(): boolean
}

/** V8's interface to stack traces, made of the text that QuickJS gives. */
export function provideStackTraces(): void {
  Object.defineProperty(Error, 'captureStackTrace', {
    configurable: true,
    writable: true,
    value: (holder: object) => {
      const text = new Error().stack ?? ''
      const prepare: unknown = Reflect.get(Error, 'prepareStackTrace')
      const value =
        typeof prepare === 'function' ? Reflect.apply(prepare, Error, [holder, callSites(text)]) : text
      Object.defineProperty(holder, 'stack', { configurable: true, writable: true, value })
    },
  })
  Reflect.set(Error, 'stackTraceLimit', 10)
}

function callSites(stack: string): readonly CallSite[] {
  const calling = stack.split('\n').flatMap(line => {
    const found = /^ {4}at (.*) \((.*):(\d+):(\d+)\)$/.exec(line)
    const [, name, file, row, column] = found ?? []
    return file === undefined ? [] : [callSite(name, file, Number(row), Number(column), false)]
  })
  const waiting: CallSite[] = []
  for (let at: Awaiting | undefined = currentContext().awaiting; at !== undefined; at = at.outer) {
    waiting.push(callSite(undefined, at.file, at.line, at.column, true))
  }
  return [...calling, ...waiting]
}

function callSite(
  name: string | undefined,
  file: string,
  line: number,
  column: number,
  isAsync: boolean,
): CallSite {
  return {
    getFileName: () => file,
    getLineNumber: () => line,
    getColumnNumber: () => column,
    getFunctionName: () => name,
    isAsync: () => isAsync,
    isPromiseAll: () => false,
  }
}
