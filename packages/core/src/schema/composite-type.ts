import { type TextToken, textTokens } from './sql-text.ts'

/** The definition of a composite type after `attribute add city text`, `attribute drop city` or `attribute alter city
 * text`; a definition that cannot be taken apart stays as it is. */
export function withAttribute(definition: string, change: string): string {
  const [word, verb, name = '', ...type] = change.split(' ')
  const list = attributeList(definition)
  if (word !== 'attribute' || list === undefined) return definition
  const isIt = (attribute: string): boolean => nameOf(attribute) === name
  const attributes = (): readonly string[] => {
    switch (verb) {
      case 'add':
        return [...list.attributes, [name, ...type].join(' ')]
      case 'drop':
        return list.attributes.filter(attribute => !isIt(attribute))
      case 'alter':
        return list.attributes.map(attribute => (isIt(attribute) ? [name, ...type].join(' ') : attribute))
      default:
        return list.attributes
    }
  }
  return `${list.head}(${attributes().join(', ')})`
}

interface AttributeList {
  readonly head: string
  readonly attributes: readonly string[]
}

function attributeList(definition: string): AttributeList | undefined {
  const tokens = textTokens(definition)
  const open = tokens.findIndex(({ text }) => text === '(')
  const close = tokens.findLastIndex(({ text }) => text === ')')
  if (open === -1 || close < open) return undefined
  const attributes: string[] = ['']
  let depth = 0
  for (const { text } of tokens.slice(open + 1, close)) {
    depth += text === '(' ? 1 : text === ')' ? -1 : 0
    if (text === ',' && depth === 0) attributes.push('')
    else attributes.push(`${attributes.pop() ?? ''}${text}`)
  }
  return {
    head: textOf(tokens.slice(0, open)),
    attributes: attributes.map(attribute => attribute.trim()).filter(attribute => attribute !== ''),
  }
}

function nameOf(attribute: string): string | undefined {
  return textTokens(attribute)[0]?.name
}

function textOf(tokens: readonly TextToken[]): string {
  return tokens.map(({ text }) => text).join('')
}
