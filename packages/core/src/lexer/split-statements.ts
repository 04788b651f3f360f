import { includedFile, isMarker, readCopyData, readDelimiterCommand } from './client-commands.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { readLineCommand } from './line-command.ts'
import { OpenStatement } from './open-statement.ts'
import { PartsCollector } from './parts-collector.ts'
import { isTemplateTag, templateCallEnd } from './placeholders.ts'
import { type PsqlCommand, readPsqlCommand, runsStatementsOf } from './psql-command.ts'
import { closesExecutableComment, opensExecutableComment, statementBreakpoint } from './scan-comment.ts'
import { scanToken } from './scan-token.ts'
import type { Directive, ScriptParts } from './script-parts.ts'
import { rulesAfter } from './session-modes.ts'
import type { Lexeme } from './token.ts'

/** Cuts a script into statements the way the engine's own client does. Linear; never throws; loses no byte. */
export function splitStatements(text: string, rules: LexicalRules): ScriptParts {
  const splitter = new Splitter(text, rules)
  while (splitter.position < text.length) splitter.step()
  return splitter.finish()
}

const semicolon = 0x3b

class Splitter {
  position = 0
  readonly #text: string
  #rules: LexicalRules
  #delimiter = ';'
  #open: OpenStatement | undefined
  #executableComment: number | undefined
  readonly #parts = new PartsCollector()

  constructor(text: string, rules: LexicalRules) {
    this.#text = text
    this.#rules = rules
  }

  step(): void {
    if (this.#delimiterCommand() || this.#customDelimiter() || this.#lineCommand() || this.#backslash())
      return
    if (this.#templateCall()) return
    const lexeme = this.#scan()
    this.position = lexeme.end
    if (lexeme.kind === 'whitespace') return
    if (lexeme.kind === 'comment') this.#anyComment(lexeme)
    else if (this.#text.charCodeAt(lexeme.start) === semicolon && this.#endsStatement())
      this.#terminate(lexeme)
    else this.#code(lexeme)
  }

  finish(): ScriptParts {
    this.#end()
    if (this.#executableComment !== undefined)
      this.#parts.damageFrom(this.#executableComment, this.#text.length)
    return this.#parts
  }

  #scan(): Lexeme {
    const inside = this.#executableComment !== undefined
    const lexeme = scanToken(this.#text, this.position, this.#rules, inside)
    return lexeme.kind === 'word' && this.#delimiter !== ';' ? this.#upToDelimiter(lexeme) : lexeme
  }

  /** `END$$`: a custom delimiter ends a word, unless it is a word itself. */
  #upToDelimiter({ kind, start, end }: Lexeme): Lexeme {
    const cut = this.#text.slice(start, end).indexOf(this.#delimiter)
    return { kind, start, end: cut <= 0 || /^\w/.test(this.#delimiter) ? end : start + cut }
  }

  #delimiterCommand(): boolean {
    const code = this.#text.charCodeAt(this.position)
    if (code !== 0x64 && code !== 0x44) return false
    const command = readDelimiterCommand(this.#text, this.position)
    if (!command) return false
    if (this.#open && this.#delimiter === ';' && /\w/.test(command.delimiter)) return false
    this.#end()
    this.#directive('delimiter', command.end)
    this.#delimiter = command.delimiter
    return true
  }

  #customDelimiter(): boolean {
    if (this.#delimiter === ';' || !this.#text.startsWith(this.#delimiter, this.position)) return false
    const end = this.position + this.#delimiter.length
    if (/\w$/.test(this.#delimiter) && /\w/.test(this.#text[end] ?? '')) return false
    this.#end()
    this.#directive('terminator', end)
    return true
  }

  #backslash(): boolean {
    if (this.#text.charCodeAt(this.position) !== 0x5c) return false
    if (!this.#rules.psqlInput) return this.#mysqlGo()
    if (this.#text.charCodeAt(this.position + 1) === semicolon) {
      this.#end()
      this.#directive('terminator', this.position + 2)
      return true
    }
    const command = readPsqlCommand(this.#text, this.position)
    if (command) this.#psql(command)
    return command !== undefined
  }

  #psql(command: PsqlCommand): void {
    const { end, sendsQuery, unread, isCopy } = command
    if (unread !== undefined) this.#unread(end, unread)
    else if (isCopy) this.#clientCopy(end)
    else if (this.#open && !sendsQuery) {
      const span = { start: this.position, end }
      this.#open.addBlank(span, this.#text.slice(span.start, span.end))
      this.position = end
    } else {
      this.#end()
      this.#directive('psql', end)
    }
  }

  #unread(end: number, reason: string): void {
    this.#end()
    this.#parts.commands.push({ start: this.position, end, reason })
    this.position = end
  }

  #templateCall(): boolean {
    if (this.#open || this.#executableComment !== undefined) return false
    const end = templateCallEnd(this.#text, this.position, this.#rules.placeholders)
    if (end === undefined) return false
    this.#unread(end, 'a template writes it, and which SQL that is, is known when it has been run')
    return true
  }

  /** Without its backslash `\copy` is a statement that the grammar reads. */
  #clientCopy(end: number): void {
    this.#end()
    const text = ` ${this.#text.slice(this.position + 1, end)}`
    this.#parts.addStatement({ text, start: this.position, end })
    this.position = end
    if (/\bfrom\s+stdin\b/i.test(text)) this.#copyData()
  }

  /** A command of the mysql client or the SQLite shell, which ends with its line. */
  #lineCommand(): boolean {
    const client = this.#rules.lineCommands
    if (client === 'none' || this.#open || this.#executableComment !== undefined) return false
    const command = readLineCommand(this.#text, this.position, client)
    if (!command) return false
    if (command.unread === undefined) this.#directive('client', command.end)
    else this.#unread(command.end, command.unread)
    return true
  }

  /** `\G` and `\g` end a statement in the mysql client. */
  #mysqlGo(): boolean {
    if (
      !this.#rules.executableComments ||
      !/^\\[gG](?!\w)/.test(this.#text.slice(this.position, this.position + 3))
    ) {
      return false
    }
    this.#end()
    this.#directive('terminator', this.position + 2)
    return true
  }

  #anyComment(lexeme: Lexeme): void {
    if (opensExecutableComment(this.#text, lexeme)) {
      this.#executableComment = lexeme.start
      this.#code(lexeme)
    } else if (closesExecutableComment(this.#text, lexeme)) this.#closeExecutableComment(lexeme)
    else this.#comment(lexeme)
  }

  #comment({ start, end }: Lexeme): void {
    const span = { start, end }
    const text = this.#text.slice(start, end)
    if (text === statementBreakpoint || isMarker(text)) {
      this.#end()
      this.#parts.addDirective(text === statementBreakpoint ? 'breakpoint' : 'marker', span)
      return
    }
    const included = this.#rules.psqlInput ? includedFile(text) : undefined
    if (included !== undefined) {
      this.#end()
      this.#parts.commands.push({ ...span, reason: runsStatementsOf(included) })
      return
    }
    if (this.#isDoubtful(text)) {
      const startsLine = start === 0 || this.#text[start - 1] === '\n'
      this.#parts.doubtfulComments.push({ ...span, isLineBetween: !this.#open && startsLine })
    }
    if (!this.#open) this.#parts.comments.push(span)
    else if (text.startsWith('{') && isTemplateTag(text)) this.#open.addBlank(span, text)
    else this.#open.trailingComments.push(span)
  }

  #isDoubtful(comment: string): boolean {
    return this.#rules.dashCommentNeedsSpace && /^--[^\s]/.test(comment)
  }

  #code(lexeme: Lexeme): void {
    this.#open ??= new OpenStatement(this.#text, lexeme.start, this.#rules)
    this.#open.addCode(lexeme)
  }

  #closeExecutableComment(lexeme: Lexeme): void {
    this.#executableComment = undefined
    if (this.#open) this.#open.addCode(lexeme)
    else this.#parts.comments.push({ start: lexeme.start, end: lexeme.end })
  }

  #endsStatement(): boolean {
    const body = this.#open?.body
    return !body || (this.#delimiter === ';' ? !body.isOpen : !body.isCompound)
  }

  #terminate(terminator: Lexeme): void {
    const readsCopyData = this.#rules.psqlInput && this.#open?.readsCopyData === true
    this.#end()
    this.#parts.addDirective('terminator', terminator)
    if (readsCopyData) this.#copyData()
  }

  #copyData(): void {
    const data = readCopyData(this.#text, this.position)
    if (!data) return
    const { start, end, isEnded, comment } = data
    if (comment) this.#parts.comments.push(comment)
    if (isEnded) this.#parts.addDirective('copy-data', { start, end })
    else {
      const reason = 'the COPY data that begins here has no end line `\\.`'
      this.#parts.damage.push({ start, end, at: start, reason })
    }
    this.position = end
  }

  #directive(kind: Directive['kind'], end: number): void {
    this.#parts.addDirective(kind, { start: this.position, end })
    this.position = end
  }

  #end(): void {
    const open = this.#open
    if (!open) return
    this.#open = undefined
    const damage = open.asDamage
    if (damage) this.#parts.damage.push(damage)
    else {
      const statement = open.asText()
      this.#parts.addStatement(statement)
      this.#rules = rulesAfter(statement.text, this.#rules)
    }
    for (const comment of open.trailingComments) this.#parts.comments.push(comment)
  }
}
