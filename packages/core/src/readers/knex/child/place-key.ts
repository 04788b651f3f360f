export function placeKey(line: number, column: number): string {
  return `${line}:${column}`
}
