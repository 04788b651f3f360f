import type { Comment } from './comment.ts'

export interface JavaScriptTexts {
  readonly comments: readonly Comment[]
  /** What stands between backticks, with a blank for every character of `${…}`. */
  readonly templates: readonly Comment[]
}

/** One pass over the text: strings and regular expressions are stepped over. */
export function javascriptTexts(source: string): JavaScriptTexts {
  const comments: Comment[] = []
  const templates: Comment[] = []
  // Braces that are open, for each template whose `${` is being read.
  const depths: number[] = []
  const open: { start: number; text: string }[] = []
  let position = 0
  let last = ''
  const readTemplate = (from: number): number => {
    const { end, isExpression } = endOfTemplatePart(source, from)
    const template = open.at(-1)
    if (template) template.text += source.slice(from, end)
    if (isExpression) {
      depths.push(0)
      return end + 2
    }
    const done = open.pop()
    if (done) templates.push({ text: done.text, start: done.start, end })
    return end + 1
  }
  while (position < source.length) {
    const character = source.charAt(position)
    const pair = source.slice(position, position + 2)
    const depth = depths.at(-1)
    if (pair === '//' || pair === '/*') {
      const end = endOfComment(source, position, pair)
      comments.push({ text: source.slice(position, end), start: position, end })
      position = end
      continue
    }
    if (character === "'" || character === '"') position = endOfQuoted(source, position, character)
    else if (character === '`') {
      open.push({ start: position + 1, text: '' })
      position = readTemplate(position + 1)
    } else if (character === '}' && depth === 0) {
      depths.pop()
      const template = open.at(-1)
      if (template) template.text += blank(source.slice(template.start + template.text.length, position + 1))
      position = readTemplate(position + 1)
    } else if (character === '/' && startsExpression(last)) position = endOfPattern(source, position)
    else {
      if (depth !== undefined && '{}'.includes(character))
        depths[depths.length - 1] = depth + (character === '{' ? 1 : -1)
      position += 1
    }
    if (character.trim() !== '') last = character
  }
  return { comments, templates }
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}

function endOfComment(source: string, start: number, opening: string): number {
  const closing = opening === '//' ? '\n' : '*/'
  const found = source.indexOf(closing, start + 2)
  if (found === -1) return source.length
  return opening === '//' ? found : found + closing.length
}

function endOfQuoted(source: string, start: number, quote: string): number {
  for (let position = start + 1; position < source.length; position += 1) {
    const character = source.charAt(position)
    if (character === '\\') position += 1
    else if (character === quote) return position + 1
    else if (character === '\n') return position
  }
  return source.length
}

/** Up to the closing backtick or the next `${`. */
function endOfTemplatePart(source: string, start: number): { end: number; isExpression: boolean } {
  for (let position = start; position < source.length; position += 1) {
    const character = source.charAt(position)
    if (character === '\\') position += 1
    else if (character === '`') return { end: position, isExpression: false }
    else if (character === '$' && source.charAt(position + 1) === '{')
      return { end: position, isExpression: true }
  }
  return { end: source.length, isExpression: false }
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
