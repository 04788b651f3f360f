import { later } from '../tasks.ts'

const soon = (_delay: unknown, value: unknown): unknown =>
  new Promise(resolve => later(() => resolve(value), 1, []))

const builtIn: object = {
  setTimeout: soon,
  setImmediate: (value: unknown): unknown => soon(0, value),
  scheduler: { wait: soon },
}

export default builtIn
