import { hostTime } from '../host.ts'

export const performance = { now: (): number => hostTime() }

const builtIn: object = { performance }

export default builtIn
