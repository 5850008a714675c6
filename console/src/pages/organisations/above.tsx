/** What a body or division stands under; its own name is in the row already. */
export function Above({ name, pathName }: { name: string; pathName: string }) {
  const end = ` / ${name}`
  return pathName.endsWith(end) ? <span className="hint">{pathName.slice(0, -end.length)}</span> : null
}
