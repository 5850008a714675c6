const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''))

/** Words without a subject of their own: they are used only where nothing else is left. */
export const STOP_WORDS = list(`
的 了 是 在 和 与 及 或 也 都 就 还 又 被 把 让 给 对 对于 关于 由 从 向 到 于 以 为 为了 因 因为 所以 而 且 而且 但 但是 并 并且 如 如果 若 则 即 之 其 该 此
这 那 这个 那个 这些 那些 这样 那样 这种 那种 这里 那里 我 你 您 他 她 它 我们 你们 他们 咱们 自己 别人 人家 某 某人 本 各 每 些 个 着 过 地 得 所 者
有 没有 没 无 不 不是 不能 不会 不要 会 能 能够 可以 可 要 想 想要 需要 需 应 应该 应当 必须 得到 将 已 已经 正在 曾 曾经 再 才 只 只是 仅 很 太 最 更 比较 非常
吗 呢 吧 啊 呀 哦 嘛 么 的话 是不是 有没有 能不能 可不可以 会不会 要不要 是否 能否 可否 有无
什么 怎么 怎样 怎么样 如何 为什么 为何 哪 哪些 哪个 哪里 哪儿 谁 多少 多久 多长 多长时间 几 几个 何 何时 什么时候 什么样 啥 咋 咋办 干嘛 多大
请问 请 您好 你好 谢谢 麻烦 求助 求 问 问一下 想问 咨询一下 咨询 帮忙 告诉 知道 了解 解答 一下 一个 一些 一种 有人 大家 各位 老师
情况 情况下 时候 时 后 之后 以后 前 之前 以前 中 上 下 里 内 外 间 同时 另外 比如 例如 等 等等 以及 还是 或者 那么 然后 现在 目前 如今 今年 去年
办 弄 搞 做 说 看 找 用 来 去 出 起 行 算 属于 属 存在 进行 发生 出现 有什么 有哪些 是什么 怎么办 怎么处理 如何处理 怎么回事 如何认定 怎么算
`)

/** The reader wants to do something, not to read about it. */
const DOING = list(`
办理 申请 怎么办 咋办 在哪 在哪里 在哪儿 哪里办 办 补办 换领 申领 领取 预约 报名 缴纳 缴费 查询 登记 注册 注销 变更 提取 挂失 网上办理 在线办理
网办 流程 材料 手续 窗口 办事 下载 投诉 举报 续签 补领 代办 开具 开证明 打印 激活 转移 备案 年审 年检 过户 落户 迁移 报销 领 交 查
`)

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word)
}

/** What somebody wants to know of an office. */
const CONTACT = list('电话 电话号码 联系电话 联系方式 地址 位置 地点 办公地址 办公时间 上班时间 工作时间')

export function isContact(word: string): boolean {
  return CONTACT.has(word)
}

const HOW =
  /怎么|怎样|如何|咋|在哪|去哪|哪里|[要带](?:什么|哪些|啥)|(?:什么|哪些|啥)(?:材料|手续|资料|证|条件)|多少钱|多久|多长时间/

/** A question about how something is done, in whatever words. */
export function asksHow(plain: string): boolean {
  return HOW.test(plain)
}

export function isDoing(word: string): boolean {
  return DOING.has(word)
}
