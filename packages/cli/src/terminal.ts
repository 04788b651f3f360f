import type { Io } from './io.ts'

/** What a pipe or a file gets. */
const widthWithoutTerminal = 100

export function widthOf({ stdout }: Pick<Io, 'stdout'>): number {
  return (stdout.isTTY === true ? stdout.columns : undefined) ?? widthWithoutTerminal
}

/** https://no-color.org before FORCE_COLOR: whoever says no means it. */
export function wantsColor(noColorOption: boolean, { stdout, env }: Pick<Io, 'stdout' | 'env'>): boolean {
  if (noColorOption || isSet(env.NO_COLOR)) return false
  const forced = env.FORCE_COLOR
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return stdout.isTTY === true && env.TERM !== 'dumb'
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}
