import { securityHeaders } from '../roles/security.ts'
import { INLINE, MEDIA_TYPES } from './attachments.ts'
import { gateFile, readAbout, redirectsFile } from './lock.ts'
import { sitesFolder } from './sites.ts'

export type NginxWish = { dir: string; platform: string; listen: string }

/** What would end a word or a string of the configuration. */
const UNSAFE = /[\s"'\\${};]/

/** A word that a configuration of nginx does not take. */
export class Unwritable extends Error {}

/**
 * The configuration of an nginx that answers with the files of an export and asks the platform for everything else. One server
 * block for all hosts: a new site needs no new configuration.
 */
export async function nginxConfig({ dir, platform, listen }: NginxWish): Promise<string> {
  for (const word of [dir, platform, listen.replaceAll(' ', '')]) {
    if (UNSAFE.test(word)) throw new Unwritable(word)
  }
  const scheme = readAbout(dir)?.scheme ?? 'http'
  const { policy, shared, page } = await headersFor(scheme)
  const file = [
    ['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox"] as const,
    ...shared,
    ['cache-control', 'no-cache'] as const,
    ['content-disposition', '$yw_disposition'] as const,
  ]
  const asset = [...policy, ...shared, ['cache-control', 'public, max-age=31536000, immutable'] as const]
  return `${[
    ...preamble(dir, scheme),
    ...maps(dir),
    ...serverBlock({ dir, platform, listen, scheme, page, file, asset }),
  ].join('\n')}\n`
}

type Header = readonly [name: string, value: string]

async function headersFor(scheme: string) {
  const headers = await securityHeaders({ secureCookies: scheme === 'https' })
  const shared: Header[] = [...headers.filter(([name]) => name !== 'content-security-policy'), ...NO_DATE]
  const policy = headers.filter(([name]) => name === 'content-security-policy')
  const kept: Header[] = [
    ['cache-control', 'no-cache'],
    ['vary', 'Accept-Encoding, Cookie'],
  ]
  return { policy, shared, page: [...policy, ...shared, ...kept] }
}

/** What a page is sent with, as lines of the configuration. */
export const pageHeaders = async (scheme: string): Promise<string[]> => headersOf((await headersFor(scheme)).page)

/** Dates of files stand for their content (see docs/operations.md), so they are not told. */
const NO_DATE: readonly Header[] = [['last-modified', '']]

const preamble = (dir: string, scheme: string): string[] => [
  `# Static export ${dir}: files first, the platform for everything else.`,
  '# Made by "yiwang export nginx"; stands inside the http block: /etc/nginx/conf.d/yiwang.conf',
  `# The sites were exported for ${scheme}. The platform runs with TRUST_PROXY=1${scheme === 'https' ? ' SECURE_COOKIES=1' : ''}.`,
  '# Run "yiwang export DIR --watch" beside it: an export that is not followed does not hear of take-downs.',
  '# Put "pcre_jit on;" into the main part of nginx.conf: the rules below then cost next to nothing.',
  '# Do not switch open_file_cache on: it would go on showing a file that has been taken down.',
  '',
]

const maps = (dir: string): string[] => [
  '# Keys of these maps are as long as addresses.',
  'map_hash_bucket_size 512;',
  'map_hash_max_size 262144;',
  '',
  '# Readers who have chosen another view, and editors who look at a preview, are for the platform.',
  'map $http_cookie $yw_chosen { default $yw_root; "~yw-(view|contrast|text|preview)=" /nonexistent; }',
  '# So are queries that make another page. A name that is written in escapes could be one of them.',
  'map $args $yw_asked {',
  '  default $yw_root;',
  '  "~(^|&)(print|v|to|view|contrast|text|preview[^=&]*)(=|&|$)" /nonexistent;',
  '  "~(^|&)[^=&]*[%+]" /nonexistent;',
  '}',
  '# And so is everything but reading.',
  'map $request_method $yw_read { default /nonexistent; GET $yw_root; HEAD $yw_root; }',
  '# Pictures and PDF show in the browser, every other uploaded file is saved.',
  `map $uri $yw_how { default attachment; "~*\\.(${INLINE.join('|')})$" inline; }`,
  'map "$yw_how $request_uri" $yw_disposition {',
  '  default attachment;',
  `  "~^(?<yw_word>inline|attachment) /files/[0-9a-f]{64}/(?<yw_name>[A-Za-z0-9._~!*()%-]+)$" "$yw_word; filename*=UTF-8''$yw_name";`,
  '}',
  '# Asked only while the platform does not answer. Read again by "nginx -s reload".',
  'map "$host$uri" $yw_moved {',
  '  default "";',
  `  include ${redirectsFile(dir)};`,
  '}',
  '',
]

/** Where the web server finds files: nothing is there while the export is out of date. */
const openedSites = (dir: string): string => sitesFolder(gateFile(dir))

type Block = NginxWish & { scheme: string; page: readonly Header[]; file: readonly Header[]; asset: readonly Header[] }

function serverBlock({ dir, platform, listen, scheme, page, file, asset }: Block): string[] {
  const proxy = proxied(scheme)
  return [
    `upstream yw_platform { server ${platform}; keepalive 32; }`,
    '',
    'server {',
    `  listen ${listen};`,
    ...(scheme === 'https'
      ? [
          '  # Where no load balancer in front ends TLS:',
          '  # listen 443 ssl;',
          '  # ssl_certificate     /etc/nginx/tls/site.pem;',
          '  # ssl_certificate_key /etc/nginx/tls/site.key;',
        ]
      : []),
    '  server_name _;',
    '  server_tokens off;',
    '  charset off;',
    '  etag on;',
    '  if_modified_since off;',
    '  gzip off;',
    '  gzip_static on;',
    '  absolute_redirect off;',
    '  client_max_body_size 64m;',
    '  # Pages come whole; files may come in pieces.',
    '  max_ranges 0;',
    '  # All that one answer takes, so that memory is asked for once.',
    '  request_pool_size 8k;',
    '',
    '  # Without .open (a link to the export) there are no files: the export is out of date, and says so itself. Below .sites lies nothing',
    '  # but a folder for each host. The maps are only looked at for requests that have what they are about.',
    '  root $yw_root/$host;',
    `  set $yw_root ${openedSites(dir)};`,
    '  if ($http_cookie) { set $yw_root $yw_chosen; }',
    '  if ($args) { set $yw_root $yw_asked; }',
    '  if ($request_method != GET) { set $yw_root $yw_read; }',
    '',
    '  # Types stand with their character set: files that are packed already get none otherwise.',
    '  types {',
    '    "text/html; charset=utf-8" html;',
    '    "text/plain; charset=utf-8" txt;',
    '    "application/xml; charset=utf-8" xml;',
    '    "text/css; charset=utf-8" css;',
    '    "text/javascript; charset=utf-8" js;',
    '  }',
    '  default_type "text/html; charset=utf-8";',
    '',
    '  # Numbers about the machine are not for the public.',
    '  location = /metrics { return 404; }',
    '  # The console, the API and what is answered for each reader anew: never a file.',
    ...['/api/', '/console', '/-/', '/assets/'].flatMap((start) => [`  location ^~ ${start} {`, ...proxy, '  }']),
    '',
    '  # A page by its own name: opened at once and not looked for before (try_files), which costs a tenth of the answer.',
    '  # What is no file, and every method but reading, is for the platform; so is its silence (recursive_error_pages).',
    '  recursive_error_pages on;',
    '  location / {',
    ...headersOf(page),
    '    log_not_found off;',
    '    error_page 403 404 405 = @platform;',
    '  }',
    '  # The page asked for most, with no look at all.',
    '  location = / {',
    ...headersOf(page),
    '    try_files /index.html @platform;',
    '  }',
    '  # One look, at the end of the address only, tells a page by its own name from everything else, of which some are pages below an',
    '  # address with a slash, some feeds, and the rest are not addresses but how files are kept.',
    '  location ~ (?s)^.*+(?<=/|\\.xml|\\.gz|/index\\.html) {',
    '    location ~ /$ {',
    ...headersOf(page),
    '    try_files ${uri}index.html @platform;',
    '    }',
    '    location ~ /rss\\.xml$ {',
    ...headersOf(page),
    '    types { }',
    '    default_type "application/rss+xml; charset=utf-8";',
    '    try_files $uri @platform;',
    '    }',
    '    location ~ \\.xml$ {',
    ...headersOf(page),
    '    try_files $uri @platform;',
    '    }',
    ...proxy,
    '  }',
    '',
    '  # Names of these carry a digest of their content.',
    '  location ^~ /_assets/ {',
    ...headersOf(asset),
    '    try_files $uri @platform;',
    '  }',
    '  # Uploaded files: no markup in them ever runs here.',
    '  location ^~ /files/ {',
    ...headersOf(file),
    '    gzip_static off;',
    '    max_ranges 16;',
    '    types {',
    ...[...Map.groupBy(Object.entries(MEDIA_TYPES), ([, type]) => type)].map(
      ([type, ends]) => `      ${type} ${ends.map(([end]) => end).join(' ')};`,
    ),
    '    }',
    '    default_type application/octet-stream;',
    '    try_files $uri @platform;',
    '  }',
    '',
    '  location @platform {',
    ...proxy,
    '  }',
    '  # The platform does not answer: files stay, known redirects are followed, everything else waits.',
    '  location @alone {',
    '    if ($yw_moved) { return 302 $yw_moved; }',
    '    default_type "text/plain; charset=utf-8";',
    '    add_header retry-after 60 always;',
    '    return 503 "网站暂时不能访问，请过几分钟再试。\\n";',
    '  }',
    '}',
  ]
}

const proxied = (scheme: string): string[] => [
  '    proxy_pass http://yw_platform;',
  '    proxy_http_version 1.1;',
  '    proxy_set_header Connection "";',
  '    proxy_set_header Host $host;',
  '    proxy_set_header X-Forwarded-Host $host;',
  '    # What a reader sends in these is not believed.',
  '    proxy_set_header X-Forwarded-For $remote_addr;',
  `    proxy_set_header X-Forwarded-Proto ${scheme};`,
  '    proxy_connect_timeout 3s;',
  '    proxy_read_timeout 120s;',
  "    # 404 and 410 are the platform's own pages, with their reason.",
  '    proxy_intercept_errors off;',
  '    error_page 502 504 = @alone;',
]

const headersOf = (headers: readonly Header[]): string[] =>
  headers.map(([name, value]) => `    add_header ${name} ${value.startsWith('$') ? value : `"${value}"`};`)
