-- The raw arrival, its row in a file, and the file itself: that it arrived stays in the ledger.
UPDATE capture_upload AS upload
SET content = ''::bytea
WHERE upload.workspace_id = %(workspace)s AND upload.id IN (
    SELECT arrival.upload_id
    FROM leads_lead AS lead JOIN capture_arrival AS arrival
        ON arrival.workspace_id = %(workspace)s AND arrival.lead_id = lead.id
    WHERE lead.workspace_id = %(workspace)s AND lead.person_id = %(person)s
    UNION ALL
    SELECT line.upload_id
    FROM leads_lead AS lead JOIN capture_uploadrow AS line
        ON line.workspace_id = %(workspace)s AND line.lead_id = lead.id
    WHERE lead.workspace_id = %(workspace)s AND lead.person_id = %(person)s);
UPDATE capture_uploadrow AS line
SET cells = '[]', why = CASE WHEN line.why = '' THEN '' ELSE 'Erased' END, external_key = 'erased ' || line.id
FROM leads_lead AS lead
WHERE line.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND line.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE capture_arrival AS arrival
SET raw = ''::bytea, why = CASE WHEN arrival.why = '' THEN '' ELSE 'Erased' END
WHERE arrival.workspace_id = %(workspace)s AND (arrival.person_id = %(person)s OR arrival.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
