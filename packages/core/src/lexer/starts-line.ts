/** Nothing but white space stands before it on its line. */
export function startsLine(text: string, start: number): boolean {
  let position = start - 1
  while (position >= 0 && (text[position] === ' ' || text[position] === '\t')) position -= 1
  return position < 0 || text[position] === '\n' || text[position] === '\r' || text[position] === '\ufeff'
}
