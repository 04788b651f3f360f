import type { Comment } from './comment.ts'

export const directiveKinds = [
  'disable-next-line',
  'disable-line',
  'disable',
  'enable',
  'disable-file',
] as const
export type DirectiveKind = (typeof directiveKinds)[number]

/** `migration-lint-disable-next-line drop-column, drop-table -- the reason`. */
export interface Directive {
  /** Undefined: there is no such word. */
  readonly kind: DirectiveKind | undefined
  /** What stands behind `migration-lint-`. */
  readonly word: string
  /** Empty: every rule. */
  readonly rules: readonly string[]
  readonly reason?: string
  readonly comment: Comment
}

export function parseDirective(comment: Comment): Directive | undefined {
  const found = /^migration-lint-([\w-]*\w)(.*)$/is.exec(contentOf(comment.text))
  if (found === null) return undefined
  const [, word = '', rest = ''] = found
  const [names = '', ...reasons] = rest.split(/\s(?:-{2,}|[–—])/)
  const reason = reasons.join(' --').trim()
  return {
    kind: directiveKinds.find(kind => kind === word.toLowerCase()),
    word,
    rules: names.split(/[\s,]+/).filter(name => name !== ''),
    ...(reason === '' ? {} : { reason }),
    comment,
  }
}

/** Without `--`, `#`, `//`, `<!--`, the delimiters of a block or the stars before its lines. */
function contentOf(text: string): string {
  const content = text.startsWith('/*')
    ? text
        .slice(2)
        .replace(/\*\/$/, '')
        .replace(/(?:^|\n)[ \t]*\*+/g, ' ')
    : text.replace(/^<!--([\s\S]*)-->$/, '$1').replace(/^(?:--|\/\/|#)/, '')
  return content.trim()
}
