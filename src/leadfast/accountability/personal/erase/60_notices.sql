-- What members were told about this person.
UPDATE accountability_notice AS notice
SET sentence = 'Erased'
FROM leads_lead AS lead
WHERE notice.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = notice.lead_id AND lead.person_id = %(person)s;
