const builtIn: object = { isatty: (): boolean => false, ReadStream: class {}, WriteStream: class {} }

export default builtIn
