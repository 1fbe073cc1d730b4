-- What was expected of this person, and what arrivals added about them: that it happened stays.
UPDATE capture_expected AS expected
SET label = 'Erased person', mail_key = '', phone_key = '', company_key = '', promised_by = '', note = ''
FROM leads_lead AS lead
WHERE expected.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND expected.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE capture_joining AS joining
SET added = '{}', before = '{}', because = ''
WHERE joining.workspace_id = %(workspace)s AND (joining.person_id = %(person)s OR joining.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
