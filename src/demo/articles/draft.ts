/** Facts of an official document, in the words of the catalogue. */
export interface DocumentFacts {
  documentNumber: string
  indexNumber: string
  issuingOrgan: string
  /** 文种. */
  genre: string
  topicClass: string
  /** 主送机关. */
  addressees: string
  /** 成文日期, YYYY-MM-DD. */
  signedOn: string
  /** 施行日期. */
  effectiveOn: string
  /** 有效期至; null for documents without an end. */
  expiresOn: string | null
  validity: '尚未施行' | '现行有效' | '部分修改' | '失效' | '废止'
}

/** What a writer hands over; the rest is the same for all kinds of text. */
export interface Draft {
  title: string
  body: string
  publishedAt: number
  keywords: string[]
  summary?: string
  source?: string
  document?: DocumentFacts
  /** Ordinal of the document, in the context's documents, that this text explains. */
  interprets?: number
}
