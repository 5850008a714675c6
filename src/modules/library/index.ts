export { type CutWish, keepCuts } from './commands/keep-cuts.ts'
export { findAddressAt } from './queries/find-address.ts'
export { after, findCuts, seriesOf } from './queries/read-cuts.ts'
export { lockStanding, type Prepared, release, releaseMany } from './commands/release.ts'
export { callOff, restore } from './commands/restore.ts'
export { type FormerPath, listBlobs, listRedirects } from './queries/list-paths.ts'
export { findWithdrawal } from './queries/find-withdrawal.ts'
export { findLatest } from './queries/find-latest.ts'
export { itemsOfBlobs } from './queries/items-of-blobs.ts'
export { receiptsOfItem } from './queries/receipts-of-item.ts'
export { repealsOf } from './queries/repeals-of.ts'
export { withdraw, type WithdrawWish } from './commands/withdraw.ts'
export { hasMovedSince } from './queries/has-moved-since.ts'
export { itemIdsDue, itemInstants, nextItemInstant } from './queries/read-due.ts'
export {
  allItemIds,
  findFile,
  type IdPage,
  itemIdsOf,
  itemIdsOnSites,
  type ItemsOf,
  type ItemText,
  itemTexts,
  type TextPlace,
} from './queries/read-texts.ts'
export {
  countByChannel,
  countItems,
  findItem,
  findItemIdByNo,
  findPath,
  findPeriod,
  findShownFile,
  type FoundPath,
  type Item,
  type ItemCard,
  linkCards,
  listAddresses,
  listCards,
  listLatestPaths,
  listPinned,
  type ListStretch,
  nextItemChange,
  nextStep,
  itemsByExternalId,
  type Stretch,
} from './queries/read-items.ts'
export { type Around, findAround, interpreterIds } from './queries/read-around.ts'
export {
  type Cover,
  type ItemContent,
  type ItemFile,
  type Metadata,
  type Origin,
  type PlacementWish,
  type Released,
  type ReleaseWish,
  type Withdrawal,
  type WithdrawalReason,
  withdrawalReasons,
} from './item.ts'
export { pathOf } from './rules.ts'
