/** The page of the help that opens where nothing else was asked for. */
export const firstPage = 'layer:input'
