import { URLSearchParams } from './url.ts'

const builtIn: object = {
  parse: (text: unknown): object => Object.fromEntries(new URLSearchParams(String(text))),
  stringify: (values: unknown): string => new URLSearchParams(values).toString(),
  escape: encodeURIComponent,
  unescape: decodeURIComponent,
}

export default builtIn
