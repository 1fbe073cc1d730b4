-- The words of every mail, call and note on the leads that are about this person; what they wrote, or was said to them
-- alone, on leads about others. `mail` knows no people, so its rows are found from here.
UPDATE mail_outgoing AS outgoing
SET subject = 'Erased', draft = '{}', recipients = '{}', raw = CASE WHEN outgoing.raw IS NULL THEN NULL ELSE ''::bytea END,
    -- Nothing is left to be filed, and what had not begun does not go out.
    filed_at = CASE WHEN outgoing.state = 'sent' THEN coalesce(outgoing.filed_at, %(now)s) ELSE outgoing.filed_at END,
    state = CASE WHEN outgoing.state IN ('planned', 'waiting') THEN 'cancelled' ELSE outgoing.state END,
    words = CASE WHEN outgoing.state IN ('planned', 'waiting') OR outgoing.words <> '' THEN 'Erased' ELSE '' END,
    settled_at = CASE WHEN outgoing.state IN ('planned', 'waiting') THEN %(now)s ELSE outgoing.settled_at END
FROM their_message AS message
WHERE outgoing.workspace_id = %(workspace)s AND outgoing.id = message.outgoing_id;
UPDATE mail_outgoingevent AS event
SET says = 'Erased'
FROM their_message AS message
WHERE event.workspace_id = %(workspace)s AND event.outgoing_id = message.outgoing_id;
UPDATE conversations_trackingevent AS event
SET url = '', agent = '', address_hash = ''::bytea
FROM their_message AS message
WHERE event.workspace_id = %(workspace)s AND event.outgoing_id = message.outgoing_id;
DELETE FROM conversations_messagekey AS known
USING leads_lead AS lead
WHERE known.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND known.lead_id = lead.id AND lead.person_id = %(person)s;
-- An id that has their address in it stands for no lead any more; others of their mails still lead there.
DELETE FROM conversations_messagekey AS known
USING their_reach AS reach
WHERE known.workspace_id = %(workspace)s AND reach.kind = 'mail' AND reach.alone
  AND position(reach.key IN lower(known.mail_id)) > 0;
UPDATE mail_fetchedmessage AS fetched
SET raw = ''::bytea, message_id = ''
FROM their_message AS message
WHERE fetched.workspace_id = %(workspace)s AND fetched.id = message.fetched_id;
DELETE FROM conversations_attachment AS attachment
USING their_message AS message
WHERE attachment.workspace_id = %(workspace)s AND attachment.message_id = message.id;
UPDATE conversations_proposal AS proposal
SET why = 'Erased', when_words = '', name = '', mail = '', phone = '', role = '', details = '{}',
    decided_how = CASE WHEN proposal.decided_how = '' AND proposal.state <> 'waiting' THEN '' ELSE 'Erased' END, before = '{}',
    -- What nobody can read any more, nobody is asked about.
    state = CASE WHEN proposal.state = 'waiting' THEN 'superseded' ELSE proposal.state END,
    decided_at = CASE WHEN proposal.state = 'waiting' THEN %(now)s ELSE proposal.decided_at END
WHERE proposal.workspace_id = %(workspace)s AND (
    proposal.message_id IN (SELECT id FROM their_message)
    OR proposal.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
UPDATE conversations_appointment AS appointment
SET title = '', place = '', uid = '', cancelled_why = CASE WHEN appointment.state = 'cancelled' THEN 'Erased' ELSE '' END
FROM leads_lead AS lead
WHERE appointment.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND appointment.lead_id = lead.id AND lead.person_id = %(person)s;
DELETE FROM conversations_pledge AS pledge
WHERE pledge.workspace_id = %(workspace)s AND (
    pledge.message_id IN (SELECT id FROM their_message)
    OR pledge.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
-- Whom others named: this person's name and ways in readings of messages on leads that are not about them.
UPDATE conversations_proposal AS proposal
SET name = '', mail = '', phone = '', role = ''
FROM people_contactpoint AS point
WHERE proposal.workspace_id = %(workspace)s AND point.workspace_id = %(workspace)s
  AND point.person_id = %(person)s AND point.kind = 'mail' AND proposal.mail <> '' AND lower(proposal.mail) = point.key;
UPDATE conversations_unmatched AS unmatched
SET why = 'Erased'
WHERE unmatched.workspace_id = %(workspace)s AND unmatched.message_id IN (SELECT id FROM their_message);
UPDATE conversations_message AS message
SET sender_name = '', sender = '', "to" = '{}', cc = '{}', subject = 'Erased', new_words = '', text = '', html = '',
    reason = '', matched_why = '', stand_ins = '[]', mail_id = '', "references" = '{}',
    answered_how = CASE WHEN message.answered_how = '' THEN '' ELSE 'Erased' END,
    -- On a lead about somebody else, nothing is left to be answered.
    answered_at = CASE WHEN message.direction = 'in' AND message.lead_id IS NOT NULL AND NOT their.on_their_lead
                       THEN coalesce(message.answered_at, %(now)s) ELSE message.answered_at END
FROM their_message AS their
WHERE message.workspace_id = %(workspace)s AND message.id = their.id;
UPDATE conversations_call AS call
SET number = '', words = ''
WHERE call.workspace_id = %(workspace)s AND (
    call.person_id = %(person)s
    OR call.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
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
WHERE text.workspace_id = %(workspace)s AND (
    text.person_id = %(person)s
    OR text.lead_id IN (SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
