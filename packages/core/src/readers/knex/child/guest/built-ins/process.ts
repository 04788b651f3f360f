const builtIn: object = Reflect.get(globalThis, 'process')

export default builtIn
