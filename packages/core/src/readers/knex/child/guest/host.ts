/** What the keeper of the sandbox does for those inside. Only our own files are given the function; no migration sees it. */
declare const callHost: (name: string, ...texts: readonly string[]) => unknown

export function askHost(name: string, ...texts: readonly string[]): string {
  const answer = callHost(name, ...texts)
  if (typeof answer !== 'string') throw new TypeError(`no answer to "${name}"`)
  return answer
}

export function tellHost(name: string, ...texts: readonly string[]): void {
  callHost(name, ...texts)
}

export function askHostMaybe(name: string, ...texts: readonly string[]): string | undefined {
  const answer = callHost(name, ...texts)
  return typeof answer === 'string' ? answer : undefined
}

export function askHostWhether(name: string, ...texts: readonly string[]): boolean {
  return callHost(name, ...texts) === true
}

export function compileAtHost(path: string, code: string, parameters: readonly string[]): object {
  const made = callHost('compile', path, code, parameters.join(','))
  if (typeof made !== 'function') throw new TypeError('no function was made')
  return made
}

export function hostTime(): number {
  return Number(callHost('now'))
}
