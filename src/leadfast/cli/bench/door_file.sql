-- One more file behind the ledger, large: its rows came in about the leads that are here already.
INSERT INTO capture_upload (workspace_id, id, name, content, encoding, delimiter, header, mapping, source, campaign,
    fresh, state, row_count, uploaded_at, finished_at, error, member_id, rows_taken, layout)
VALUES (%(here)s, %(upload)s, 'All.csv', '', 'utf-8', ',', '["Name", "Mail"]', '{"0": "name", "1": "mail"}',
    'Fair', '', false, 'done', %(count)s, %(now)s, %(now)s, '', %(member)s, %(count)s, '{}');

WITH lead AS (
    SELECT id, row_number() OVER () - 1 AS place, count(*) OVER () AS leads FROM leads_lead
    WHERE workspace_id = %(here)s AND label LIKE 'Person %%'
)
INSERT INTO capture_arrival (workspace_id, id, door, external_key, raw, media_type, arrived_at, fresh, by_kind, source,
    campaign, is_synthetic, row_number, settlement, settled_at, read_at, why, lead_id, member_id, upload_id, part,
    escalated)
SELECT %(here)s, leadfast_uuid7(%(now)s), 'spreadsheet', encode(sha256(convert_to(n::text, 'UTF8')), 'hex') || ':1',
    convert_to('{"fields": [["name", "Name", "Person ' || n || '"], ["mail", "Mail", "x' || n || '@crowd.example"]]}',
        'UTF8'),
    'application/json', %(now)s::timestamptz + n / 5000 * interval '1 second', false, 'member', 'Fair', '', false, n,
    CASE n %% 20 WHEN 0 THEN 'joined' ELSE 'created' END, %(now)s, %(now)s, '', lead.id, %(member)s, %(upload)s, 0, 0
FROM generate_series(1, %(count)s) AS n JOIN lead ON lead.place = n %% lead.leads;
