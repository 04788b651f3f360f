const space = 1
const letter = 2
const digit = 4

const classes = classesOfAscii()

/** Space, tab, line feed, vertical tab, form feed, carriage return. */
export function isSpace(code: number): boolean {
  return code < 0x80 && classes[code] === space
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** A letter, `_`, or anything outside ASCII. */
export function startsWord(code: number): boolean {
  return code >= 0x80 || classes[code] === letter
}

export function isWordCharacter(code: number): boolean {
  return code >= 0x80 || (classes[code] ?? 0) >= letter
}

function classesOfAscii(): Uint8Array {
  const table = new Uint8Array(0x80)
  for (const character of ' \t\n\v\f\r') table[character.charCodeAt(0)] = space
  for (let code = 0x30; code <= 0x39; code += 1) table[code] = digit
  for (let code = 0x41; code <= 0x5a; code += 1) table[code] = table[code + 0x20] = letter
  table[0x5f] = letter
  return table
}
