/** What `import.meta` becomes, in as many letters. */
export const importMetaName = 'import_meta'
