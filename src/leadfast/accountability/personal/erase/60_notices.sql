-- What members were told about this person, in the page and by mail.
DROP TABLE IF EXISTS pg_temp.their_notice;
CREATE TEMPORARY TABLE their_notice ON COMMIT DROP AS
SELECT notice.id
FROM accountability_notice AS notice
LEFT JOIN leads_lead AS lead ON lead.workspace_id = notice.workspace_id AND lead.id = notice.lead_id
WHERE notice.workspace_id = %(workspace)s AND (
    lead.person_id = %(person)s
    OR notice.lead_id IS NULL AND (
        pg_temp.names_them(lower(notice.sentence))
        OR EXISTS (
            SELECT FROM people_person AS person
            WHERE person.workspace_id = %(workspace)s AND person.id = %(person)s AND person.name ~ '\S\s+\S'
              AND position(lower(person.name) IN lower(notice.sentence)) > 0)));
UPDATE mail_outgoing AS outgoing
SET subject = 'Erased', draft = '{}', raw = CASE WHEN outgoing.raw IS NULL THEN NULL ELSE ''::bytea END,
    filed_at = CASE WHEN outgoing.state = 'sent' THEN coalesce(outgoing.filed_at, %(now)s) ELSE outgoing.filed_at END,
    state = CASE WHEN outgoing.state IN ('planned', 'waiting') THEN 'cancelled' ELSE outgoing.state END,
    words = CASE WHEN outgoing.state IN ('planned', 'waiting') OR outgoing.words <> '' THEN 'Erased' ELSE '' END,
    settled_at = CASE WHEN outgoing.state IN ('planned', 'waiting') THEN %(now)s ELSE outgoing.settled_at END
FROM accountability_delivery AS delivery
WHERE outgoing.workspace_id = %(workspace)s AND delivery.workspace_id = %(workspace)s
  AND outgoing.key = 'notice:' || delivery.id AND delivery.notice_id IN (SELECT id FROM their_notice);
UPDATE accountability_delivery AS delivery
SET state = 'dropped', why = 'Erased'
WHERE delivery.workspace_id = %(workspace)s AND delivery.state IN ('waiting', 'sending')
  AND delivery.notice_id IN (SELECT id FROM their_notice);
UPDATE accountability_notice AS notice
SET sentence = 'Erased', read_at = coalesce(notice.read_at, %(now)s)
WHERE notice.workspace_id = %(workspace)s AND notice.id IN (SELECT id FROM their_notice)
