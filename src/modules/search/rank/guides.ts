/** A sentence that says where and when an office can be reached. */
const OWN =
  /电话|热线|传真|邮箱|邮编|窗口|地址|地点|(?:办公|工作|上班|服务|受理|接待)时间|工作日|周[一二三四五六日]|[0-9]{7,}|[0-9]{3,4}-[0-9]{3}/
/** 3 个工作日 is how long something takes. */
const TERM = /[0-9〇零一二两三四五六七八九十]+\s?个?工作日/g

/** A guide without what each office has of its own: windows, telephones, addresses, hours. What is left says what is to be done. */
export function sharedText(text: string): string {
  return text
    .split(/[\n。；;]/)
    .filter((sentence) => sentence.trim() !== '' && !OWN.test(sentence.replaceAll(TERM, '')))
    .join('\n')
}

/** 霁川市, 云麓县, 桃蹊镇: at least two characters before the sign, so that 市场 and 社区 are no places. */
const PLACE =
  /^(?:[\u4e00-\u9fff]{2,9}?(?:自治区|自治州|自治县|街道|社区|[省市州盟县区旗乡镇村])){1,3}(?=[\u4e00-\u9fff]{4})/

/** The title of a guide without the place that it is of. */
export const sharedTitle = (title: string): string => title.replace(PLACE, '')
