export { release, releaseMany } from './commands/release.ts'
export { withdraw, type WithdrawWish } from './commands/withdraw.ts'
export {
  countByChannel,
  countItems,
  findItem,
  findPath,
  findShownFile,
  type FoundPath,
  type Item,
  type ItemCard,
  linkCards,
  listCards,
  listVersions,
  nextChange,
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
