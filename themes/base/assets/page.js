// Small comforts: the reader's choices without a reload, print, share, the question before one leaves.
// Every page is complete without this file: the links carry ?view=elder and the like, and the server answers them.
const root = document.documentElement
const on = { view: 'elder', contrast: 'high', text: 'large' }
const YEAR = 31536000

function choose(name, value) {
  if (value) root.dataset[name] = value
  else delete root.dataset[name]
  for (const link of document.querySelectorAll(`[data-set="${name}"]`)) {
    link.setAttribute('aria-current', String(Boolean(value)))
    link.setAttribute('href', `?${name}=${value ? 'standard' : on[name]}`)
  }
  document.cookie = `yw-${name}=${value || 'standard'}; path=/; max-age=${YEAR}; samesite=lax`
}

// A page the browser kept from before the choice: catch up with the cookie, where there is one.
for (const [name, value] of Object.entries(on)) {
  const kept = document.cookie.match(new RegExp(`(?:^|; )yw-${name}=(\\w+)`))?.[1]
  if (kept && (kept === value) !== (root.dataset[name] === value)) choose(name, kept === value ? value : '')
}

for (const button of document.querySelectorAll('[data-print], [data-share]')) button.hidden = false

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
