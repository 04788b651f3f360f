const most = 80

/** An expression as a message shows it. */
export function shortened(expression: string): string {
  const text = expression.replace(/\s+/g, ' ').trim()
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
