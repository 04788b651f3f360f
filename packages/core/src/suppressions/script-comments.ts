import type { LexicalRules } from '../lexer/lexical-rules.ts'
import { tokenize } from '../lexer/tokenize.ts'
import type { Comment } from './comment.ts'
import { javascriptTexts } from './javascript-texts.ts'

/** The comments of a migration file, in order; what looks like one inside a string is none.
 * SQL in a template and the body of a DO block have comments of their own. */
export function scriptComments(file: string, source: string, lexical: LexicalRules): readonly Comment[] {
  // Of YAML, and of SQL in it or in XML, only whole lines: what else has a # or -- in it is text as often.
  if (/\.xml$/i.test(file))
    return inOrder([...xmlComments(source), ...matches(source, /(?<=^[ \t]*)--(?!>).*$/gm)])
  if (/\.ya?ml$/i.test(file)) return matches(source, /(?<=^[ \t]*)(?:#|--).*$/gm)
  if (!/\.[cm]?[jt]sx?$/.test(file)) return sqlComments(source, 0, lexical)
  const { comments, templates } = javascriptTexts(source)
  return inOrder([...comments, ...templates.flatMap(({ text, start }) => sqlComments(text, start, lexical))])
}

function inOrder(comments: readonly Comment[]): readonly Comment[] {
  return comments.toSorted((a, b) => a.start - b.start)
}

function xmlComments(source: string): readonly Comment[] {
  const comments: Comment[] = []
  for (let start = source.indexOf('<!--'); start >= 0; ) {
    const close = source.indexOf('-->', start + 4)
    if (close < 0) break
    const end = close + 3
    comments.push({ text: source.slice(start, end), start, end })
    start = source.indexOf('<!--', end)
  }
  return comments
}

function matches(source: string, pattern: RegExp): readonly Comment[] {
  return [...source.matchAll(pattern)].map(({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }))
}

function sqlComments(text: string, offset: number, lexical: LexicalRules): readonly Comment[] {
  return tokenize(text, lexical).flatMap(token => {
    const start = offset + token.start
    if (token.kind === 'comment') return [{ text: token.text, start, end: offset + token.end }]
    const tag = token.kind === 'string' ? /^\$[^$]*\$/.exec(token.text)?.[0] : undefined
    return tag === undefined
      ? []
      : sqlComments(token.text.slice(tag.length, -tag.length), start + tag.length, lexical)
  })
}
