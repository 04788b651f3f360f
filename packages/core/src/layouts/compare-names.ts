/** By UTF-16 code unit, as JavaScript's `sort()` and most runners do. */
export function compareCodeUnits(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0
}

/** Runs of digits by their number (`2` before `10`), everything else by code unit; ties by code unit. */
export function compareNaturally(first: string, second: string): number {
  const firstRuns = runsOf(first)
  const secondRuns = runsOf(second)
  const shared = Math.min(firstRuns.length, secondRuns.length)
  for (let index = 0; index < shared; index++) {
    const order = compareRuns(firstRuns[index] ?? '', secondRuns[index] ?? '')
    if (order !== 0) return order
  }
  return firstRuns.length - secondRuns.length || compareCodeUnits(first, second)
}

/** Paths, folder by folder, each naturally. */
export function comparePathsNaturally(first: string, second: string): number {
  const firstParts = first.split('/')
  const secondParts = second.split('/')
  const shared = Math.min(firstParts.length, secondParts.length)
  for (let index = 0; index < shared; index++) {
    const order = compareNaturally(firstParts[index] ?? '', secondParts[index] ?? '')
    if (order !== 0) return order
  }
  return firstParts.length - secondParts.length
}

function runsOf(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? []
}

function compareRuns(first: string, second: string): number {
  if (!isDigit(first) || !isDigit(second)) return compareCodeUnits(first, second)
  const firstNumber = first.replace(/^0+/, '')
  const secondNumber = second.replace(/^0+/, '')
  return firstNumber.length - secondNumber.length || compareCodeUnits(firstNumber, secondNumber)
}

function isDigit(run: string): boolean {
  const code = run.charCodeAt(0)
  return code >= 48 && code <= 57
}
