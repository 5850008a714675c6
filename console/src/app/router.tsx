import { createRootRoute, createRoute, createRouter, type ErrorComponentProps, notFound } from '@tanstack/react-router'
import { createElement, lazy, type ReactNode } from 'react'
import { NotFoundPage } from '../pages/not-found-page.tsx'
import { ForbiddenPage } from '../pages/forbidden-page.tsx'
import { CrashPage } from './crash-page.tsx'
import { HomePage } from './home-page.tsx'
import { pageModules } from './pages.ts'
import { useCan } from './session.tsx'
import { parseSearch, stringifySearch } from './search-params.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage })

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage })

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What nothing can be under is no page, before the server is asked. */
function beforeLoad({ params }: { params: { id?: string } }): void {
  if (params.id !== undefined && !ID.test(params.id)) throw notFound()
}

/** A page that a person has no use for is not shown to them; what they do on any other the server judges. */
function Gate({ needs, children }: { needs: string | undefined; children?: ReactNode }) {
  const can = useCan()
  return needs === undefined || can(needs) ? children : createElement(ForbiddenPage)
}

const pages = pageModules.flatMap((module) =>
  module.routes.map(({ path, load, needs }) => {
    const Page = lazy(async () => ({ default: await load() }))
    const component = () => createElement(Gate, { needs }, createElement(Page))
    return createRoute({ getParentRoute: () => root, path, beforeLoad, component })
  }),
)

export const router = createRouter({
  routeTree: root.addChildren([home, ...pages]),
  basepath: '/console',
  parseSearch,
  stringifySearch,
  defaultErrorComponent: ({ error, reset }: ErrorComponentProps) =>
    createElement(CrashPage, { error: error instanceof Error ? error : new Error(String(error)), reset }),
  scrollRestoration: true,
})
