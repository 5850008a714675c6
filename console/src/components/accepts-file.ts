/** Whether a file fits an input's `accept`, which a dropped file is not asked. The server looks into the file itself. */
export function acceptsFile(file: { name: string; type: string }, accept: string): boolean {
  return accept
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .some((one) => {
      if (one.startsWith('.')) return file.name.toLowerCase().endsWith(one)
      if (one.endsWith('/*')) return file.type.startsWith(one.slice(0, -1))
      return file.type === one
    })
}
