-- The words of every mail, call and note on the leads that are about this person, and the raw mail.
-- `mail` knows no people, so its rows are found from here.
UPDATE mail_outgoing AS outgoing
SET subject = 'Erased', draft = '{}', recipients = '{}', raw = CASE WHEN outgoing.raw IS NULL THEN NULL ELSE ''::bytea END
FROM conversations_message AS message, leads_lead AS lead
WHERE outgoing.workspace_id = %(workspace)s AND message.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND message.outgoing_id = outgoing.id AND message.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE mail_outgoingevent AS event
SET says = 'Erased'
FROM conversations_message AS message, leads_lead AS lead
WHERE event.workspace_id = %(workspace)s AND message.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND message.outgoing_id = event.outgoing_id AND message.lead_id = lead.id AND lead.person_id = %(person)s;
DELETE FROM conversations_messagekey AS known
USING leads_lead AS lead
WHERE known.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND known.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE mail_fetchedmessage AS fetched
SET raw = ''::bytea, message_id = ''
FROM conversations_message AS message, leads_lead AS lead
WHERE fetched.workspace_id = %(workspace)s AND message.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND message.fetched_id = fetched.id AND message.lead_id = lead.id AND lead.person_id = %(person)s;
DELETE FROM conversations_attachment AS attachment
USING conversations_message AS message, leads_lead AS lead
WHERE attachment.workspace_id = %(workspace)s AND message.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND attachment.message_id = message.id AND message.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE conversations_proposal AS proposal
SET why = 'Erased', when_words = '', name = '', mail = '', phone = '', role = '', details = '{}',
    decided_how = CASE WHEN proposal.decided_how = '' THEN '' ELSE 'Erased' END, before = '{}'
FROM leads_lead AS lead
WHERE proposal.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND proposal.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE conversations_appointment AS appointment
SET title = '', place = '', uid = '', cancelled_why = CASE WHEN appointment.state = 'cancelled' THEN 'Erased' ELSE '' END
FROM leads_lead AS lead
WHERE appointment.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND appointment.lead_id = lead.id AND lead.person_id = %(person)s;
DELETE FROM conversations_pledge AS pledge
USING leads_lead AS lead
WHERE pledge.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND pledge.lead_id = lead.id AND lead.person_id = %(person)s;
-- Whom others named: this person's name and ways in readings of messages on leads that are not about them.
UPDATE conversations_proposal AS proposal
SET name = '', mail = '', phone = '', role = ''
FROM people_contactpoint AS point
WHERE proposal.workspace_id = %(workspace)s AND point.workspace_id = %(workspace)s
  AND point.person_id = %(person)s AND point.kind = 'mail' AND proposal.mail <> '' AND lower(proposal.mail) = point.key;
UPDATE conversations_message AS message
SET sender_name = '', sender = '', "to" = '{}', cc = '{}', subject = 'Erased', new_words = '', text = '', html = '',
    reason = '', matched_why = '', stand_ins = '[]', mail_id = '', "references" = '{}'
FROM leads_lead AS lead
WHERE message.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND message.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE conversations_call AS call
SET number = '', words = ''
FROM leads_lead AS lead
WHERE call.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND call.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE conversations_note AS note
SET words = 'Erased'
FROM leads_lead AS lead
WHERE note.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND note.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE conversations_visit AS visit
SET words = ''
FROM leads_lead AS lead
WHERE visit.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND visit.lead_id = lead.id AND lead.person_id = %(person)s;
UPDATE conversations_text AS text
SET number = '', words = ''
FROM leads_lead AS lead
WHERE text.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND text.lead_id = lead.id AND lead.person_id = %(person)s;
