import { type CompoundBody, followBody } from './compound-body.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { isPlaceholder, textInPlaceOf } from './placeholders.ts'
import type { Damage, Span, StatementText } from './script-parts.ts'
import type { Lexeme } from './token.ts'

/** A statement while it is being collected, from its first token of code to its last. */
export class OpenStatement {
  readonly start: number
  end: number
  readonly body: CompoundBody
  /** Comments since the last token of code: inside the statement if more code follows, outside if not. */
  trailingComments: Span[] = []
  damage: { readonly at: number; readonly reason: string } | undefined
  #replacements: { readonly span: Span; readonly text: string }[] = []
  readonly #source: string
  #copyWords: string[] = []
  #isCopy: boolean | undefined

  constructor(source: string, start: number, rules: LexicalRules) {
    this.#source = source
    this.start = start
    this.end = start
    this.body = followBody(rules)
  }

  addCode(lexeme: Lexeme): void {
    if (this.trailingComments.length > 0) this.trailingComments = []
    this.end = lexeme.end
    // `/*!50003 CREATE*/`: what opens and closes an executable comment is no word of the statement.
    if (!this.body.isPlain && lexeme.kind !== 'comment') this.body.see(wordOf(this.#source, lexeme))
    if (this.#isCopy !== false) this.#seeCopy(lexeme)
    if (lexeme.kind === 'parameter') this.#addParameter(lexeme)
    else if (lexeme.kind === 'damaged') this.#addDamage(lexeme)
  }

  /** Text that no grammar knows and that is not code: blanked if the statement goes on after it. */
  addBlank(span: Span, text: string): void {
    this.trailingComments.push(span)
    this.#replacements.push({ span, text: text.replace(/[^\r\n]/g, ' ') })
  }

  get readsCopyData(): boolean {
    return this.#isCopy === true && this.#copyWords.join(' ').includes('FROM STDIN')
  }

  get asDamage(): Damage | undefined {
    return this.damage && { start: this.start, end: this.end, ...this.damage }
  }

  asText(): StatementText {
    let text = ''
    let position = this.start
    for (const { span, text: replacement } of this.#replacements) {
      if (span.end > this.end) continue
      text += this.#source.slice(position, span.start) + replacement
      position = span.end
    }
    return { text: text + this.#source.slice(position, this.end), start: this.start, end: this.end }
  }

  #seeCopy(lexeme: Lexeme): void {
    // `COPY (SELECT … FROM stdin) TO …` copies out.
    if (this.#copyWords.length === 1 && this.#source[lexeme.start] === '(') this.#isCopy = false
    if (lexeme.kind !== 'word') return
    const word = wordOf(this.#source, lexeme)
    this.#isCopy ??= word === 'COPY'
    if (this.#isCopy) this.#copyWords.push(word)
  }

  #addParameter({ start, end }: Lexeme): void {
    const text = this.#source.slice(start, end)
    if (isPlaceholder(text)) this.#replacements.push({ span: { start, end }, text: textInPlaceOf(text) })
  }

  #addDamage({ start, end }: Lexeme): void {
    this.damage ??= { at: start, reason: whyDamaged(this.#source.slice(start, end)) }
  }
}

function wordOf(source: string, { kind, start, end }: Lexeme): string {
  switch (kind) {
    case 'word':
      return source.slice(start, end).toUpperCase()
    case 'punctuation':
      return source.slice(start, end)
    case 'operator':
      return end - start === 1 && source[start] === ':' ? ':' : ''
    default:
      return ''
  }
}

function whyDamaged(text: string): string {
  if (text.startsWith('/*')) return 'the comment opened here is never closed'
  if (/^\$\w*\$/.test(text)) return 'the dollar quote opened here is never closed'
  if (/^(?:[A-Za-z]&?)?['"`[]/.test(text)) return 'the quote opened here is never closed'
  return 'this is no SQL text'
}
