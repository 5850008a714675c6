/** The text editor. */
export const editor = {
  toolbar: '排版',
}
