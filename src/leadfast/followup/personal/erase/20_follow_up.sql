-- Subjects and drafts of follow-ups.
UPDATE followup_draft AS draft
SET subject = 'Erased', text = '', because = 'Erased'
FROM leads_lead AS lead
WHERE draft.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND draft.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE followup_insuranceentry AS entry
SET subject = ''
FROM leads_lead AS lead
WHERE entry.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND entry.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE followup_enrolment AS enrolment
SET thread_subject = '', thread_id = '', thread_above = '{}'
FROM leads_lead AS lead
WHERE enrolment.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND enrolment.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE followup_touch AS touch
SET title = 'Erased', because = CASE WHEN touch.because = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE touch.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND touch.lead_id = lead.id AND lead.person_id = %(person)s;
