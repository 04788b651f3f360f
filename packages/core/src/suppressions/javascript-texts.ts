import jsTokens from 'js-tokens'
import type { Comment } from './comment.ts'

export interface JavaScriptTexts {
  readonly comments: readonly Comment[]
  /** What stands between backticks, with a blank for every character of `${…}`. */
  readonly templates: readonly Comment[]
}

/** One pass over JavaScript or TypeScript: strings and regular expressions are stepped over. */
export function javascriptTexts(source: string): JavaScriptTexts {
  const comments: Comment[] = []
  const templates: Comment[] = []
  const open: OpenTemplate[] = []
  let start = 0
  for (const token of jsTokens(source)) {
    const end = start + token.value.length
    switch (token.type) {
      case 'SingleLineComment':
      case 'MultiLineComment':
        comments.push({ text: token.value, start, end })
        break
      case 'TemplateHead':
        open.push({ start: start + 1, text: source.slice(start + 1, end - '${'.length) })
        break
      case 'TemplateMiddle':
        resume(open.at(-1), source, start, end - '${'.length)
        break
      case 'NoSubstitutionTemplate':
      case 'TemplateTail': {
        const template = token.type === 'TemplateTail' ? open.pop() : { start: start + 1, text: '' }
        const close = token.closed ? end - 1 : end
        resume(template, source, start, close)
        if (template !== undefined) templates.push({ ...template, end: close })
        break
      }
    }
    start = end
  }
  return { comments, templates }
}

interface OpenTemplate {
  readonly start: number
  text: string
}

/** From the brace or backtick at `start` on. */
function resume(template: OpenTemplate | undefined, source: string, start: number, end: number): void {
  if (template === undefined) return
  const expression = source.slice(template.start + template.text.length, start + 1)
  template.text += expression.replace(/[^\r\n]/g, ' ') + source.slice(start + 1, end)
}
