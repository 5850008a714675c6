export { release, releaseMany } from './commands/release.ts'
export { callOff, restore } from './commands/restore.ts'
export { findLatest } from './queries/find-latest.ts'
export { withdraw, type WithdrawWish } from './commands/withdraw.ts'
export { hasMovedSince } from './queries/next-cut.ts'
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
  listCards,
  listLatestPaths,
  listPinned,
  listVersions,
  nextChange,
  nextItemChange,
  predecessorsOf,
  type VersionCard,
} from './queries/read-items.ts'
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
export { cutPages, type PageCut, pathOf } from './rules.ts'
