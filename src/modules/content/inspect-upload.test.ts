import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { inspectUpload } from './inspect-upload.ts'
import { Problem } from '../../kernel/problem.ts'
import { cleanName, wrongType } from './upload-types.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'upload-'))
})
after(() => rm(folder, { recursive: true }))

async function kept(name: string, content: Buffer | string): Promise<string> {
  const file = path.join(folder, 'incoming')
  await writeFile(file, content)
  return file
}
const refused = (code: string) => (error: unknown) => error instanceof Error && error.message === code
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#1c5f9e' }, limitInputPixels: false })

test('a photograph is turned upright, scaled down and freed of camera data', async () => {
  const photo = await picture(4000, 3000)
    .withExif({ IFD0: { Make: 'Camera' }, IFD3: { GPSLatitude: '30/1 0/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const found = await inspectUpload(await kept('现场.jpg', photo), '现场.jpg')
  assert.deepEqual([found.mediaType, found.width, found.height], ['image/jpeg', 2560, 3413])
  const stored = await sharp(await found.picture?.toBuffer()).metadata()
  assert.deepEqual([stored.width, stored.height, stored.exif, stored.orientation], [2560, 3413, undefined, undefined])
})

test('a small picture keeps its size', async () => {
  const found = await inspectUpload(await kept('图.png', await picture(300, 200).png().toBuffer()), '图.png')
  assert.deepEqual([found.width, found.height], [300, 200])
})

test('a picture of more than 20,000 pixels a side is refused before it is unpacked', async () => {
  const long = await kept('长图.png', await picture(20_001, 10).png().toBuffer())
  await assert.rejects(inspectUpload(long, '长图.png'), refused('upload-image-size'))
})

test('a picture of more than 100 megapixels is refused', async () => {
  const wide = await kept('大图.png', await picture(15_000, 8_000).png({ compressionLevel: 1 }).toBuffer())
  await assert.rejects(inspectUpload(wide, '大图.png'), refused('upload-image-size'))
})

test('a damaged picture is refused when it is decoded', async () => {
  const whole = await picture(800, 600).jpeg().toBuffer()
  const found = await inspectUpload(await kept('坏.jpg', whole.subarray(0, whole.length / 2)), '坏.jpg')
  await assert.rejects(async () => found.picture?.toBuffer())
})

test('a name that lies about its content is refused', async () => {
  const page = '<!doctype html><script>alert(1)</script>'
  await assert.rejects(inspectUpload(await kept('通知.pdf', page), '通知.pdf'), refused('upload-type'))
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])
  await assert.rejects(inspectUpload(await kept('名单.docx', program), '名单.docx'), refused('upload-type'))
  await assert.rejects(inspectUpload(await kept('说明.txt', program), '说明.txt'), refused('upload-type'))
})

test('SVG, HTML and programs are not on the list', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
  for (const name of ['图.svg', '页.html', '工具.exe', '无扩展名']) {
    await assert.rejects(inspectUpload(await kept(name, svg), name), refused('upload-type'), name)
  }
})

test('a ZIP is an OFD only when it holds one', async () => {
  const zip = zipOf('OFD.xml')
  assert.equal((await inspectUpload(await kept('公文.ofd', zip), '公文.ofd')).mediaType, 'application/ofd')
  await assert.rejects(inspectUpload(await kept('公文.ofd', zipOf('a.txt')), '公文.ofd'), refused('upload-type'))
  assert.equal((await inspectUpload(await kept('压缩.zip', zip), '压缩.zip')).mediaType, 'application/zip')
})

test('Chinese text in either encoding is text', async () => {
  const gb = Buffer.from([0xd4, 0xc6, 0xc1, 0xeb, 0xca, 0xa1])
  assert.equal((await inspectUpload(await kept('表.csv', '姓名,镇\n卓青苗,桃溪镇'), '表.csv')).mediaType, 'text/csv')
  assert.equal((await inspectUpload(await kept('旧.txt', gb), '旧.txt')).mediaType, 'text/plain')
})

test('an empty file is no file', async () => {
  await assert.rejects(inspectUpload(await kept('空.txt', ''), '空.txt'), refused('upload-missing'))
})

test('a name loses its path and control characters, and keeps its extension at any length', () => {
  assert.equal(cleanName('C:\\文件\\附件1.PDF'), '附件1.pdf')
  assert.equal(cleanName('..\u202e/报表\u0007.xls'), '报表.xls')
  assert.equal(cleanName(`${'长'.repeat(400)}.docx`), `${'长'.repeat(150)}.docx`)
  assert.equal(cleanName('.pdf'), 'file.pdf')
})

/** A ZIP with one empty, stored entry. */
function zipOf(name: string): Buffer {
  const title = Buffer.from(name)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(20, 4)
  local.writeUInt16LE(title.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(title.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + title.length, 12)
  end.writeUInt32LE(30 + title.length, 16)
  return Buffer.concat([local, title, entry, title, end])
}

test('the refusal of a picture names the types of pictures, any other refusal all types', async () => {
  const pictures = 'jpg jpeg png webp gif'
  const allowed = (name: string, sign: string) => wrongType(name, sign).extra['allowed']
  for (const [name, sign] of [
    ['现场.heic', 'heic'],
    ['扫描件.TIFF', 'tif'],
    ['截图.bmp', ''],
    ['现场.jpg', 'pdf'],
    ['没有扩展名', 'heic'],
  ] as const)
    assert.equal(allowed(name, sign), pictures, name)
  for (const [name, sign] of [
    ['通知.exe', 'exe'],
    ['通知.pdf', 'png'],
    ['没有扩展名', ''],
  ] as const)
    assert.match(String(allowed(name, sign)), /^pdf ofd docx .* mp4$/, name)
  const bitmap = await kept('截图.bmp', Buffer.from('BM6\0\0\0\0\0\0\0'))
  await assert.rejects(
    inspectUpload(bitmap, '截图.bmp'),
    (error: unknown) => error instanceof Problem && error.extra['allowed'] === pictures,
  )
})
