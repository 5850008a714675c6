import type { Migration } from '../../../kernel/module.ts'

/** Which hosts a kind of site may have: a host passes when any rule in force for its kind matches. 国办函〔2018〕55号. */
export const domainRules: Migration = {
  name: 'sites/002-domain-rules',
  sql: `
    CREATE TABLE sites.domain_rule (
      kind text NOT NULL CHECK (kind IN ('portal', 'department', 'subportal')),
      pattern text NOT NULL,
      example text NOT NULL,
      basis text NOT NULL DEFAULT '',
      valid_from date NOT NULL,
      valid_until date,
      PRIMARY KEY (kind, pattern, valid_from)
    );
    INSERT INTO sites.domain_rule (kind, pattern, example, basis, valid_from) VALUES
      ('portal', '^www\\.([a-z0-9-]+\\.)+gov\\.cn$', 'www.地名.gov.cn', '国办函〔2018〕55号', '2018-08-01'),
      ('portal', '^([a-z0-9-]+\\.)+xn--zfr164b$', '地名.政务', '国办函〔2018〕55号', '2018-08-01'),
      ('department', '^(?!www\\.)[a-z0-9-]+\\.([a-z0-9-]+\\.)+gov\\.cn$', '部门.地名.gov.cn', '国办函〔2018〕55号', '2018-08-01'),
      ('department', '^([a-z0-9-]+\\.)+xn--zfr164b$', '部门.地名.政务', '国办函〔2018〕55号', '2018-08-01'),
      -- Trial operation on one's own machine: such names lead nowhere else (RFC 6761). End these two where only real names may stand.
      ('portal', '^([a-z0-9-]+\\.)+localhost$', 'www.地名.localhost', 'RFC 6761', '2018-08-01'),
      ('department', '^([a-z0-9-]+\\.)+localhost$', '部门.地名.localhost', 'RFC 6761', '2018-08-01');
    CREATE INDEX site_owner ON sites.site (owner_id);
  `,
}
