import type { Comment } from './comment.ts'

/** One pass over the text: strings, templates and regular expressions are stepped over. */
export function javascriptComments(source: string): readonly Comment[] {
  const comments: Comment[] = []
  let position = 0
  let last = ''
  while (position < source.length) {
    const character = source.charAt(position)
    const pair = source.slice(position, position + 2)
    if (pair === '//' || pair === '/*') {
      const end = endOfComment(source, position, pair)
      comments.push({ text: source.slice(position, end), start: position, end })
      position = end
      continue
    }
    if (character === "'" || character === '"' || character === '`')
      position = endOfQuoted(source, position, character)
    else if (character === '/' && startsExpression(last)) position = endOfPattern(source, position)
    else position += 1
    if (character.trim() !== '') last = character
  }
  return comments
}

function endOfComment(source: string, start: number, opening: string): number {
  const closing = opening === '//' ? '\n' : '*/'
  const found = source.indexOf(closing, start + 2)
  if (found === -1) return source.length
  return opening === '//' ? found : found + closing.length
}

/** A template counts to its end as a whole: comments between its `${` and `}` are not looked for. */
function endOfQuoted(source: string, start: number, quote: string): number {
  for (let position = start + 1; position < source.length; position += 1) {
    const character = source.charAt(position)
    if (character === '\\') position += 1
    else if (character === quote) return position + 1
    else if (character === '\n' && quote !== '`') return position
  }
  return source.length
}

/** After a value `/` divides; after an operator or an opening bracket it starts a regular expression. */
function startsExpression(last: string): boolean {
  return last === '' || '(,=:[!&|?{};+-*%<>~^'.includes(last)
}

function endOfPattern(source: string, start: number): number {
  let inClass = false
  for (let position = start + 1; position < source.length; position += 1) {
    const character = source.charAt(position)
    if (character === '\\') position += 1
    else if (character === '\n') return position
    else if (character === '[') inClass = true
    else if (character === ']') inClass = false
    else if (character === '/' && !inClass) return position + 1
  }
  return source.length
}
