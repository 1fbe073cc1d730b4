-- The number and name in call records, the files in which they came, recordings, and visits on the floor.
UPDATE capture_callfile AS file
SET content = ''::bytea, name = 'Erased'
FROM capture_callrecord AS record, leads_lead AS lead
WHERE file.workspace_id = %(workspace)s AND record.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND record.file_id = file.id AND record.lead_id = lead.id AND lead.person_id = %(person)s AND file.due_at IS NULL;
-- What told of the same calls while they went on.
UPDATE capture_callfile AS file
SET content = ''::bytea, name = 'Erased'
FROM capture_callstate AS state, capture_callrecord AS record, leads_lead AS lead
WHERE file.workspace_id = %(workspace)s AND state.workspace_id = %(workspace)s AND record.workspace_id = %(workspace)s
  AND lead.workspace_id = %(workspace)s AND state.file_id = file.id AND record.external_key = state.external_key
  AND record.lead_id = lead.id AND lead.person_id = %(person)s AND file.due_at IS NULL;
UPDATE capture_callrecord AS record
SET theirs = '', their_name = '', why = CASE WHEN record.why = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE record.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND record.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE capture_recording AS recording
SET link = '', expires_at = NULL, removed_at = coalesce(recording.removed_at, recording.kept_at)
FROM conversations_call AS call, leads_lead AS lead
WHERE recording.workspace_id = %(workspace)s AND call.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND recording.call_id = call.id AND call.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE capture_floorup AS visitor
SET label = '', wants = ''
FROM leads_lead AS lead
WHERE visitor.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND visitor.lead_id = lead.id AND lead.person_id = %(person)s;
