-- The raw form of what others wrote on leads about others: their addresses, numbers, name and
-- quoted lines are replaced in it, so that its files can still be read. Of our own mails the words stand in the message; the raw form goes.
UPDATE mail_fetchedmessage AS fetched
SET raw = decode(regexp_replace(encode(fetched.raw, 'escape'), known.pattern, 'Erased', 'gi'), 'escape')
FROM their_mention AS mention, (
    SELECT string_agg(pattern, '|') AS pattern FROM (
        SELECT pattern FROM their_reach WHERE alone
        UNION ALL
        SELECT pattern FROM their_words WHERE plain
        UNION ALL
        SELECT '\m' || regexp_replace(name, '([.^$*+?()\[\]{}|\\-])', '\\\1', 'g') || '\M'
        FROM people_person WHERE workspace_id = %(workspace)s AND id = %(person)s AND name ~ '^[ -~]+ [ -~]+$'
        UNION ALL
        -- The id of a mail of theirs that has their address in it.
        SELECT regexp_replace(their.mail_id, '([.^$*+?()\[\]{}|\\-])', '\\\1', 'g')
        FROM their_message AS their JOIN their_reach AS reach ON reach.kind = 'mail' AND reach.alone
         AND position(reach.key IN lower(their.mail_id)) > 0) AS one
) AS known
WHERE fetched.workspace_id = %(workspace)s AND fetched.id = mention.fetched_id
  AND encode(fetched.raw, 'escape') ~* known.pattern;
UPDATE mail_outgoing AS outgoing
SET raw = CASE WHEN outgoing.raw IS NULL THEN NULL ELSE ''::bytea END,
    recipients = ARRAY(
        SELECT one FROM unnest(outgoing.recipients) AS one
        WHERE lower(one) NOT IN (SELECT key FROM their_reach WHERE kind = 'mail' AND alone))::varchar[],
    filed_at = CASE WHEN outgoing.state = 'sent' THEN coalesce(outgoing.filed_at, %(now)s) ELSE outgoing.filed_at END
FROM their_mention AS mention
WHERE outgoing.workspace_id = %(workspace)s AND outgoing.id = mention.outgoing_id
  AND outgoing.state NOT IN ('sending', 'unknown')
  AND EXISTS (
    SELECT FROM unnest(outgoing.recipients) AS one
    WHERE lower(one) IN (SELECT key FROM their_reach WHERE kind = 'mail' AND alone));
-- Their own mails are named by those that answer them.
UPDATE conversations_message AS message
SET "references" = ARRAY(
    SELECT one FROM unnest(message."references") WITH ORDINALITY AS named (one, place)
    WHERE NOT EXISTS (
        SELECT FROM their_reach AS reach
        WHERE reach.kind = 'mail' AND reach.alone AND position(reach.key IN lower(one)) > 0)
    ORDER BY place)::varchar[]
FROM their_mention AS mention
WHERE message.workspace_id = %(workspace)s AND message.id = mention.id AND message."references" <> '{}';
