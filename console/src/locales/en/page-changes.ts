import type { pageChanges as source } from '../zh-CN/page-changes.ts'
import type { Translation } from '../locale.ts'

export const pageChanges: Translation<typeof source> = {
  newWindow: '(opens a new window)',
  seconds: '{{seconds}} s',
  minutes: '{{minutes}} min {{seconds}} s',
  progress: 'Progress of the pages',
  receipt: 'Receipt',
  receiptDone_one: '{{count}} page on {{sites}} site(s), refreshed after {{after}}.',
  receiptDone_other: '{{count}} pages on {{sites}} site(s), the last refreshed after {{after}}.',
  receiptRunning_one: 'Refreshing {{count}} page on {{sites}} site(s); pages that are asked for go first.',
  receiptRunning_other: 'Refreshing {{count}} pages on {{sites}} site(s); pages that are asked for go first.',
  receiptCancelled_one: '{{count}} page on {{sites}} site(s); refreshing was stopped, readers get it when they ask.',
  receiptCancelled_other:
    '{{count}} pages on {{sites}} site(s); refreshing was stopped, readers get the rest when they ask.',
  receiptInterrupted_one: '{{count}} page on {{sites}} site(s); refreshing was cut off, readers get it when they ask.',
  receiptInterrupted_other:
    '{{count}} pages on {{sites}} site(s); refreshing was cut off, readers get the rest when they ask.',
  receiptFailed_one: '{{count}} of them could not be made; it is tried again when a reader asks.',
  receiptFailed_other: '{{count}} of them could not be made; it is tried again when readers ask.',
  receiptNone: 'No kept page was touched; readers get the newest state.',
  receiptLater: 'Due at {{at}}; its pages change by themselves then, none is touched now.',
  receiptWaiting: 'Counting the pages it touches…',
  receiptSilent: 'The portals have not said yet which pages they refreshed.',
  lookAgain: 'Look again',
  showPages_one: 'See this page',
  showPages_other: 'See these {{count}} pages',
  shownBy: 'Who shows this?',
  shownByWhat: 'Who shows {{name}}?',
  shownCount_one: '{{count}} page on {{sites}} site(s) shows it',
  shownCount_other: '{{count}} pages on {{sites}} site(s) show it',
  shownHint:
    'Counted are pages that readers have opened and that are kept; pages nobody has opened are not among them.',
  shownInNav: 'It stands in the navigation, so every page of its site shows it.',
  shownNowhere: 'No page shows it',
  shownNowhereAdvice: 'No kept page uses it; pages nobody has opened yet are not counted.',
  shownUnknown: 'This cannot be told now',
  shownUnknownAdvice: 'No portal keeps pages on this server.',
  listedFirst_one: '{{total}} in all; {{count}} address is listed.',
  listedFirst_other: '{{total}} in all; {{count}} addresses are listed.',
}
