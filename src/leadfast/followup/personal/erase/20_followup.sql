-- The words that were written or drafted for this person, and the threads they stood in.
UPDATE followup_draft AS draft
SET subject = 'Erased', text = 'Erased', because = 'Erased', why = CASE WHEN draft.why = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE draft.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = draft.lead_id AND lead.person_id = %(person)s;
UPDATE followup_insuranceentry AS entry
SET subject = 'Erased', message_key = 'erased ' || entry.id, because = 'Erased', declined_why = ''
FROM leads_lead AS lead
WHERE entry.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = entry.lead_id AND lead.person_id = %(person)s;
UPDATE followup_enrolment AS enrolment
SET thread_subject = '', thread_id = '', thread_above = '{}',
    mode_because = CASE WHEN enrolment.mode_because = '' THEN '' ELSE 'Erased' END,
    paused_why = CASE WHEN enrolment.paused_why = '' THEN '' ELSE 'Erased' END,
    ended_why = CASE WHEN enrolment.ended_why = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE enrolment.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = enrolment.lead_id AND lead.person_id = %(person)s;
UPDATE followup_touch AS touch
SET title = 'Erased', because = CASE WHEN touch.because = '' THEN '' ELSE 'Erased' END, error = ''
FROM leads_lead AS lead
WHERE touch.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = touch.lead_id AND lead.person_id = %(person)s;
UPDATE followup_decline AS decline
SET why = 'Erased'
FROM leads_lead AS lead
WHERE decline.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = decline.lead_id AND lead.person_id = %(person)s;
