export type Style = 'red' | 'yellow' | 'blue' | 'green' | 'bold' | 'dim'
export type Paint = (style: Style, text: string) => string

/** SGR codes of ECMA-48: start and end. */
const codes: Readonly<Record<Style, readonly [number, number]>> = {
  red: [31, 39],
  yellow: [33, 39],
  blue: [34, 39],
  green: [32, 39],
  bold: [1, 22],
  dim: [2, 22],
}

export function painter(color: boolean): Paint {
  if (!color) return (_style, text) => text
  return (style, text) => {
    const [start, end] = codes[style]
    return text === '' ? '' : `\u001b[${start}m${text}\u001b[${end}m`
  }
}
