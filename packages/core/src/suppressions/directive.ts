import type { Comment } from './comment.ts'

export type DirectiveKind = 'disable-next-line' | 'disable-line' | 'disable' | 'enable' | 'disable-file'

/** `migration-lint-disable-next-line drop-column, drop-table -- the reason`. */
export interface Directive {
  readonly kind: DirectiveKind
  /** Empty: every rule. */
  readonly rules: readonly string[]
  readonly reason?: string
  readonly comment: Comment
}

const words = /^migration-lint-(disable-next-line|disable-line|disable-file|disable|enable)(?![\w-])(.*)$/s

export function parseDirective(comment: Comment): Directive | undefined {
  const found = words.exec(contentOf(comment.text))
  const kind = found?.[1]
  if (found === null || !isKind(kind)) return undefined
  const [names = '', ...reasons] = ` ${found[2] ?? ''}`.split(/\s--(?=\s)/)
  const reason = reasons.join(' --').trim()
  return {
    kind,
    rules: names.split(/[\s,]+/).filter(name => name !== ''),
    ...(reason === '' ? {} : { reason }),
    comment,
  }
}

/** Without `--`, `#`, `//` or the delimiters of a block. */
function contentOf(text: string): string {
  const content = text.startsWith('/*')
    ? text.slice(2).replace(/\*\/$/, '')
    : text.replace(/^(?:--|\/\/|#)/, '')
  return content.trim()
}

function isKind(word: string | undefined): word is DirectiveKind {
  return (
    word === 'disable-next-line' ||
    word === 'disable-line' ||
    word === 'disable' ||
    word === 'enable' ||
    word === 'disable-file'
  )
}
