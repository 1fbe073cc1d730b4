-- Rows behind every screen of the doors, in the order of their keys. Each statement is told the same few parameters.
INSERT INTO capture_upload (workspace_id, id, name, content, encoding, delimiter, header, mapping, source, campaign,
    fresh, state, row_count, uploaded_at, finished_at, error, member_id, rows_taken, layout)
VALUES (%(here)s, %(upload)s, 'Fair.csv', %(content)s, 'utf-8', ',', '["Name", "Mail"]', '{"0": "name", "1": "mail"}',
    'Fair', '', false, 'done', %(count)s, %(now)s, %(now)s, '', %(member)s, %(count)s, '{}');

INSERT INTO people_person (workspace_id, id, name, name_key, given_name, family_name, job_title, address,
    postal_code, city, country, zone, language, is_consumer, basis, basis_source, created_at)
SELECT %(here)s, leadfast_uuid7(%(now)s), 'Person ' || n, 'person ' || n, '', '', '', '', '', '', '', '', '', false,
    'unknown', '', %(now)s FROM generate_series(1, %(count)s) AS n;

INSERT INTO people_contactpoint (workspace_id, id, person_id, kind, value, key, health, health_why, rank, created_at)
SELECT %(here)s, leadfast_uuid7(%(now)s), id, 'mail', replace(name_key, ' ', '.') || '@crowd.example',
    replace(name_key, ' ', '.') || '@crowd.example', 'unknown', '', 0, %(now)s FROM people_person
WHERE workspace_id = %(here)s AND name LIKE 'Person %%';

WITH new AS (
    SELECT leadfast_uuid7(%(now)s) AS lead_id, leadfast_uuid7(%(now)s) AS step_id, id AS person_id, name,
           %(now)s::timestamptz + row_number() OVER () * interval '1 minute' AS due
    FROM people_person WHERE workspace_id = %(here)s AND name LIKE 'Person %%'
), steps AS (
    INSERT INTO leads_step (workspace_id, id, lead_id, kind, block, says, note, owner_id, by_assistant, due_at,
        first_due_at, dated_at, redated, fallback, fallback_at, nudges, created_at, state, ended_by_kind,
        outcome, proof)
    SELECT %(here)s, step_id, lead_id, 'call', 4, 'Call ' || name, '', %(member)s, false, due, due,
        %(now)s, 0, 'manager_told', due + interval '3 days', 0, %(now)s, 'pending', '', '', '' FROM new
)
INSERT INTO leads_lead (workspace_id, id, label, person_id, owner_id, source, campaign, tags, note,
    is_incomplete, is_synthetic, stage, turn, arrived_at, paused_why, next_step_id, next_due_at, comebacks, upload_id,
    search_text, updated_at)
SELECT %(here)s, lead_id, name, person_id, %(member)s, 'Fair', '', ARRAY[]::text[], '', false, false, 'new', 'ours',
    %(now)s, '', step_id, due, 0, %(upload)s, lower(name), %(now)s FROM new;

INSERT INTO capture_arrival (workspace_id, id, door, external_key, raw, media_type, arrived_at, fresh, by_kind, source,
    campaign, is_synthetic, row_number, settlement, settled_at, read_at, why, lead_id, member_id, upload_id, part,
    escalated)
SELECT %(here)s, leadfast_uuid7(%(now)s), 'spreadsheet', 'row ' || row_number() OVER (),
    convert_to('{"fields": [["name", "Name", "' || label || '"], ["mail", "Mail", "x@crowd.example"]]}', 'UTF8'),
    'application/json', %(now)s::timestamptz + row_number() OVER () * interval '1 millisecond', false, 'member',
    'Fair', '', false, row_number() OVER (), 'created', %(now)s, %(now)s, '', id, %(member)s, %(upload)s, 0, 0
FROM leads_lead WHERE workspace_id = %(here)s AND label LIKE 'Person %%';

INSERT INTO capture_arrival (workspace_id, id, door, external_key, raw, media_type, arrived_at, fresh, by_kind, source,
    campaign, is_synthetic, settlement, read_at, why, part, escalated, due_at, waits_for_id)
SELECT %(here)s, leadfast_uuid7(%(now)s), 'api', 'waits ' || n,
    convert_to('{"name": "", "note": "number ' || n || '"}', 'UTF8'), 'application/json',
    %(now)s::timestamptz - n * interval '1 second', true, 'system', '', '', false, 'waiting', %(now)s,
    'Nothing in it says who it is about.', 0, 0, %(now)s::timestamptz + n * interval '1 minute', %(member)s
FROM generate_series(1, %(count)s) AS n;

INSERT INTO people_likeness (workspace_id, id, score, reason, found_at, verdict, moved, one_id, other_id)
SELECT %(here)s, leadfast_uuid7(%(now)s), 80, 'Their names are written alike.', %(now)s, '', '{}', id, next_id
FROM (SELECT id, lead(id) OVER (ORDER BY id) AS next_id FROM people_person WHERE workspace_id = %(here)s) AS one
WHERE next_id IS NOT NULL;

INSERT INTO capture_expected (workspace_id, id, label, mail_key, phone_key, company_key, promised_by, note, chase_at,
    chased, created_at, dropped_why, owner_id)
SELECT %(here)s, leadfast_uuid7(%(now)s), 'Promised ' || n, '', '', '', 'Jane', '',
    %(now)s::timestamptz + n * interval '1 minute', 0, %(now)s, '', %(member)s FROM generate_series(1, %(count)s) AS n;

INSERT INTO capture_source (workspace_id, id, name, name_key, created_at, last_arrival_at, heard_times,
    longest_gap_hours)
SELECT %(here)s, leadfast_uuid7(%(now)s), 'Source ' || n, 'source ' || n, %(now)s, %(now)s, 1, 24
FROM generate_series(1, %(count)s) AS n;

INSERT INTO capture_floorup (workspace_id, id, came_at, label, wants, state, left_at, result, why, key)
SELECT %(here)s, leadfast_uuid7(%(now)s), %(now)s::timestamptz - n * interval '1 millisecond', '', '', state,
    CASE state WHEN 'left' THEN %(now)s::timestamptz END, CASE state WHEN 'left' THEN 'no_name' ELSE '' END,
    CASE state WHEN 'left' THEN 'A child' ELSE '' END, 'floor ' || n
FROM (SELECT n, CASE n %% 2 WHEN 0 THEN 'left' ELSE 'waiting' END AS state
      FROM generate_series(1, %(count)s) AS n) AS came;

INSERT INTO capture_callfile (workspace_id, id, name, content, digest, zone, recording_consent, received_at, read_at,
    records_taken, seen_before, refused, member_id, states_taken)
SELECT %(here)s, CASE n WHEN 1 THEN %(calls)s ELSE leadfast_uuid7(%(now)s) END, 'Calls ' || n, '',
    convert_to('digest ' || n, 'UTF8'), 'UTC', '', %(now)s::timestamptz - n * interval '1 minute', %(now)s,
    CASE n WHEN 1 THEN %(count)s ELSE 0 END, 0, '', %(member)s, 0
FROM generate_series(1, least(%(count)s, 200)) AS n;

INSERT INTO capture_callrecord (workspace_id, id, number, external_key, at, direction, theirs, ours, their_name, said,
    seconds, talked, odd, outcome, why, file_id, due_at, escalated, waits_for_id)
SELECT %(here)s, leadfast_uuid7(%(now)s), n, 'call ' || n, %(now)s::timestamptz - n * interval '1 minute', 'out',
    '+441134960' || lpad((n %% 1000)::text, 3, '0'), '', '', '', 60, 40, '', 'unmatched', 'Nobody has this number.',
    %(calls)s, %(now)s::timestamptz + n * interval '1 minute', 0, %(member)s
FROM generate_series(1, %(count)s) AS n;
