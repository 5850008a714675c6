import type { App } from '../app.ts'
import type { Answer } from '../portal/answer.ts'
import type { PageModel, ThemeName } from '../portal/model.ts'
import { openTheme, renderPage, type Theme } from '../portal/render.ts'

const themes = new Map<ThemeName, Theme>()
function themeOf(name: ThemeName): Theme {
  const known = themes.get(name)
  if (known) return known
  const theme = openTheme(name)
  themes.set(name, theme)
  return theme
}

export function renderModel({ log }: Pick<App, 'log'>, model: PageModel): string {
  try {
    return renderPage(themeOf(model.frame.site.look), model)
  } catch (error) {
    log.error({ err: error, site: model.frame.site.name, kind: model.kind }, 'page could not be rendered')
    throw error
  }
}

/** The text of an answer; null where there is none to send. */
export function renderAnswer(app: Pick<App, 'log'>, answer: Answer) {
  switch (answer.kind) {
    case 'page':
      return { html: renderModel(app, answer.model), fragments: [] }
    case 'text':
      return { html: answer.body, fragments: [] }
    default:
      return null
  }
}
