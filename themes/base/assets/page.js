// Small comforts: the reader's choices without a reload, print, share, the question before one leaves, suggestions while typing.
// Every page is complete without this file: the links carry ?view=elder and the like, and the server answers them.
const root = document.documentElement
const on = { view: 'elder', contrast: 'high', text: 'large' }
const YEAR = 31536000

function choose(name, value) {
  if (value) root.dataset[name] = value
  else delete root.dataset[name]
  for (const link of document.querySelectorAll(`[data-set="${name}"]`)) {
    link.setAttribute('aria-current', String(Boolean(value)))
    const query = new URLSearchParams(location.search)
    query.set(name, value ? 'standard' : on[name])
    link.setAttribute('href', `?${query}`)
  }
  document.cookie = `yw-${name}=${value || 'standard'}; path=/; max-age=${YEAR}; samesite=lax`
}

// A page the browser kept from before the choice: catch up with the cookie, where there is one.
for (const [name, value] of Object.entries(on)) {
  const kept = document.cookie.match(new RegExp(`(?:^|; )yw-${name}=(\\w+)`))?.[1]
  if (kept && (kept === value) !== (root.dataset[name] === value)) choose(name, kept === value ? value : '')
}

for (const button of document.querySelectorAll('[data-print], [data-share], [data-only]')) button.hidden = false

// A television set has a remote control: big letters, and arrow keys that go from link to link where the eye would look next.
if (/TV|Web0S|Tizen.*SMART|NetCast|BRAVIA|VIDAA/.test(navigator.userAgent)) {
  root.dataset.screen = 'tv'
  addEventListener('keydown', walk)
}

const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

function walk(event) {
  const [x, y] = WAYS[event.key] ?? [0, 0]
  const from = document.activeElement
  const isTyping = from.matches('input, select') && (x || from.ariaExpanded === 'true')
  if (!(x || y) || isTyping || isTaken(event)) return
  event.preventDefault()
  const best = nearest(from, x, y)
  best?.focus({ preventScroll: true })
  best?.scrollIntoView({ block: 'nearest' })
  // Nothing near to go to: the page itself moves, so that a long text is read to its end.
  if (!best && y) scrollBy({ top: y * innerHeight * 0.6 })
}

const isTaken = (event) => event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey

/** What lies ahead and least aside, within most of a screen. */
function nearest(from, x, y) {
  const here = placeOf(from)
  let best = null
  let least = innerHeight * 0.8
  for (const one of document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')) {
    if (one === from || !one.checkVisibility()) continue
    const [ahead, aside] = distance(here, one.getBoundingClientRect(), x, y)
    const cost = ahead + aside * (x ? 8 : 0.4)
    if (ahead < -4 || cost >= least) continue
    best = one
    least = cost
  }
  return best
}

const distance = (here, there, x, y) =>
  x
    ? [beyond(x, here.left, here.right, there.left, there.right), apart(here.top, here.bottom, there.top, there.bottom)]
    : [beyond(y, here.top, here.bottom, there.top, there.bottom), apart(here.left, here.right, there.left, there.right)]

/** Where one is: what has the focus, or the edge of the screen behind which it has been left. */
function placeOf(element) {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  if (element === document.body) return { left: 0, right: innerWidth, top: 0, bottom: 0 }
  return {
    left,
    right,
    top: Math.min(Math.max(top, 0), innerHeight),
    bottom: Math.min(Math.max(bottom, 0), innerHeight),
  }
}
const beyond = (way, start, end, otherStart, otherEnd) => (way > 0 ? otherStart - end : start - otherEnd)
const apart = (start, end, otherStart, otherEnd) => Math.max(0, otherStart - end, start - otherEnd)

// Filters stand open where there is room; a browser that knows how does it without this.
if (root.dataset.view !== 'elder' && matchMedia('(min-width: 960px)').matches) {
  for (const filters of document.querySelectorAll('details[data-wide]')) filters.open = true
}

// Which place in the list is opened: the words and the number go to the site's own statistics, nothing about the reader.
for (const hits of document.querySelectorAll('[data-clicks]')) {
  const count = ({ target, button }) => {
    const n = button < 2 && target.closest('h2 a, .also a') && target.closest('[data-n]')?.dataset.n
    if (n) navigator.sendBeacon?.(hits.dataset.clicks, `${new URLSearchParams({ q: hits.dataset.q, n })}`)
  }
  hits.addEventListener('click', count)
  hits.addEventListener('auxclick', count)
}

document.addEventListener('click', (event) => {
  const chosen = event.target.closest('[data-set]')
  if (chosen) {
    event.preventDefault()
    const name = chosen.dataset.set
    choose(name, root.dataset[name] ? '' : on[name])
  }

  const leaving = event.target.closest('a[data-leave]')
  if (leaving) {
    event.preventDefault()
    const { host } = new URL(leaving.dataset.leave, location.href)
    if (confirm(`您即将离开本站，前往 ${host}。\n该网站不是政府网站，内容不由本站负责。是否继续？`)) {
      open(leaving.dataset.leave, '_blank', 'noopener,noreferrer')
    }
  }

  if (event.target.closest('[data-print]')) {
    event.preventDefault()
    print()
  }

  const share = event.target.closest('[data-share]')
  if (share) {
    const page = { title: document.title, url: location.href }
    if (navigator.share) navigator.share(page).catch(() => {})
    else
      navigator.clipboard?.writeText(page.url).then(
        () => {
          share.lastElementChild.textContent = '链接已复制'
        },
        () => {},
      )
  }
})

// Suggestions while typing: a combobox with a list, as WAI-ARIA describes it. The reader's own searches stay in their browser.
const RECENT = 'yw-searches'
const MOST_RECENT = 8
const KINDS = {
  recent: '搜过',
  hot: '热搜',
  title: '内容',
  service: '办事',
  organisation: '机构',
  site: '网站',
  channel: '栏目',
  word: '',
}

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT))
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : []
  } catch {
    return []
  }
}
function keepRecent(texts) {
  try {
    if (texts.length > 0) localStorage.setItem(RECENT, JSON.stringify(texts.slice(0, MOST_RECENT)))
    else localStorage.removeItem(RECENT)
  } catch {
    // Private window: nothing is kept.
  }
}

for (const form of document.querySelectorAll('form[data-suggest]')) suggestIn(form)

function suggestIn(form) {
  const input = form.querySelector('input[type=search]')
  const box = document.createElement('div')
  const list = document.createElement('ul')
  const clear = document.createElement('button')
  const status = document.createElement('p')
  const known = new Map()
  let options = []
  let at = -1
  let typed = input.value
  let timer = 0
  let asking = null

  box.className = 'suggest'
  box.hidden = true
  list.id = `${input.id}-list`
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', '搜索建议')
  clear.type = 'button'
  clear.className = 'suggest-clear'
  clear.textContent = '清空搜索记录'
  status.className = 'unseen'
  status.setAttribute('role', 'status')
  box.append(list, clear)
  form.append(box, status)
  const attributes = {
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
  }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)

  const close = () => {
    clearTimeout(timer)
    asking?.abort()
    box.hidden = true
    at = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }

  function show(found) {
    const mine = recent().filter((text) => (typed ? text !== typed && text.includes(typed) : true))
    const own = mine.slice(0, typed ? 2 : MOST_RECENT).map((text) => ({ text, kind: 'recent', url: null }))
    const seen = new Set(own.map(({ text }) => text))
    options = [...own, ...found.filter(({ text, url }) => url || !seen.has(text))].slice(0, 10)
    at = -1
    input.removeAttribute('aria-activedescendant')
    list.replaceChildren(...options.map(item))
    clear.hidden = !own.length
    box.hidden = options.length === 0
    input.setAttribute('aria-expanded', String(!box.hidden))
    status.textContent = typed && options.length ? `${options.length} 条建议，用上下键选择` : ''
  }

  function item({ text, kind }, index) {
    const line = document.createElement('li')
    line.id = `${list.id}-${index}`
    line.setAttribute('role', 'option')
    line.setAttribute('aria-selected', 'false')
    for (const word of [text, KINDS[kind] ?? '']) {
      const span = document.createElement('span')
      span.textContent = word
      line.append(span)
    }
    return line
  }

  async function ask() {
    asking?.abort()
    const words = typed
    if (known.has(words)) return show(known.get(words))
    asking = new AbortController()
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: words })}`, {
        signal: asking.signal,
      })
      const found = answer.ok ? (await answer.json()).suggestions : []
      known.set(words, found)
      if (words === typed && document.activeElement === input) show(found)
    } catch {
      // Left for a newer question, or no network: the form works without.
    }
  }

  function choose(index) {
    list.children[at]?.setAttribute('aria-selected', 'false')
    at = index
    const line = list.children[at]
    line?.setAttribute('aria-selected', 'true')
    line?.scrollIntoView({ block: 'nearest' })
    if (line) input.setAttribute('aria-activedescendant', line.id)
    else input.removeAttribute('aria-activedescendant')
    input.value = options[at]?.text ?? typed
  }

  function open({ text, url }) {
    close()
    if (url) location.assign(url)
    else {
      input.value = text
      form.requestSubmit()
    }
  }

  const begin = () => {
    if (!box.hidden) return
    typed = input.value.trim()
    void ask()
  }
  input.addEventListener('click', begin)
  input.addEventListener('input', (event) => {
    if (event.isComposing) return
    typed = input.value.trim()
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), 150)
  })
  input.addEventListener('compositionend', () => input.dispatchEvent(new Event('input')))
  function forget(text) {
    keepRecent(recent().filter((one) => one !== text))
    input.value = typed
    show(known.get(typed) ?? [])
    status.textContent = `已删除“${text}”`
  }

  function step(by) {
    if (box.hidden) return begin()
    const size = options.length + 1
    choose(((at + 1 + by + size) % size) - 1)
  }

  /** What a key does; undefined: what it always does. */
  function keyed({ key, shiftKey }) {
    // With a remote control the keys lead on; the list opens when something is typed.
    if (box.hidden && root.dataset.screen === 'tv') return undefined
    if (key === 'ArrowDown') return () => step(1)
    if (key === 'ArrowUp') return () => step(-1)
    if (box.hidden) return undefined
    if (key === 'Escape') {
      return () => {
        input.value = typed
        close()
      }
    }
    const option = options[at]
    if (option && key === 'Enter') return () => open(option)
    if (option?.kind === 'recent' && key === 'Delete' && shiftKey) return () => forget(option.text)
    return undefined
  }

  input.addEventListener('keydown', (event) => {
    const act = event.isComposing ? undefined : keyed(event)
    if (!act) return
    event.preventDefault()
    act()
  })
  // The list is pressed without taking the focus from the field.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const line = event.target.closest('li')
    if (line) open(options[[...list.children].indexOf(line)])
  })
  clear.addEventListener('click', () => {
    keepRecent([])
    input.focus()
    show(known.get(typed) ?? [])
    status.textContent = '搜索记录已清空'
  })
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget)) close()
  })
  form.addEventListener('submit', () => {
    const text = input.value.trim()
    if (text && text.length <= 60) keepRecent([text, ...recent().filter((one) => one !== text)])
  })
}
