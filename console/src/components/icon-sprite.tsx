import sprite from './icons.svg?raw'

/** All symbols, once per page. */
export function IconSprite() {
  return <div className="sprite" hidden dangerouslySetInnerHTML={{ __html: sprite }} />
}
