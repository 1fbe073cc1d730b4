-- The raw arrival and its row in a file: that it arrived stays in the ledger. By a digest of what the other side knew
-- it by, the same thing does not come in once more.
UPDATE mail_fetchedmessage AS fetched
SET raw = ''::bytea, message_id = ''
FROM capture_arrival AS arrival
WHERE fetched.workspace_id = %(workspace)s AND arrival.workspace_id = %(workspace)s
  AND arrival.id IN (SELECT id FROM their_arrival) AND arrival.door IN ('mail', 'colleague')
  AND arrival.external_key = replace(fetched.mailbox_id::text, '-', '') || ':' || encode(fetched.fingerprint, 'hex');
UPDATE capture_uploadrow AS line
SET cells = '[]', why = CASE WHEN line.why = '' THEN '' ELSE 'Erased' END, external_key = 'erased ' || line.id
FROM their_row AS their
WHERE line.workspace_id = %(workspace)s AND line.id = their.id;
UPDATE history_recordedfact AS fact
SET body = '{}'
FROM their_arrival AS their
WHERE fact.workspace_id = %(workspace)s AND fact.kind = 'arrival_waits' AND fact.body ->> 'arrival_id' = their.id::text;
UPDATE capture_arrival AS arrival
SET raw = ''::bytea, why = CASE WHEN arrival.why = '' THEN '' ELSE 'Erased' END,
    external_key = CASE WHEN arrival.door IN ('api', 'webhook', 'calls') THEN pg_temp.erased_key(arrival.external_key)
                        ELSE arrival.external_key END
WHERE arrival.workspace_id = %(workspace)s AND arrival.id IN (SELECT id FROM their_arrival);
-- A mail that somebody else sent, that names them and waits for a person: it is whoever sent it who is waited for.
UPDATE mail_fetchedmessage AS fetched
SET raw = decode(regexp_replace(encode(fetched.raw, 'escape'), reach.pattern, 'Erased', 'gi'), 'escape')
FROM capture_arrival AS arrival, (SELECT string_agg(pattern, '|') AS pattern FROM their_reach WHERE alone) AS reach
WHERE fetched.workspace_id = %(workspace)s AND arrival.workspace_id = %(workspace)s
  AND arrival.settlement IN ('waiting', 'junk') AND arrival.media_type = 'message/rfc822'
  AND arrival.external_key = replace(fetched.mailbox_id::text, '-', '') || ':' || encode(fetched.fingerprint, 'hex')
  AND encode(arrival.raw, 'escape') ~* reach.pattern;
UPDATE capture_arrival AS arrival
SET raw = decode(regexp_replace(encode(arrival.raw, 'escape'), reach.pattern, 'Erased', 'gi'), 'escape')
FROM (SELECT string_agg(pattern, '|') AS pattern FROM their_reach WHERE alone) AS reach
WHERE arrival.workspace_id = %(workspace)s AND arrival.settlement IN ('waiting', 'junk')
  AND arrival.media_type = 'message/rfc822' AND arrival.raw <> ''::bytea
  AND encode(arrival.raw, 'escape') ~* reach.pattern;
