-- What was taught by a mail of this person: what stood around the answers may be about them and goes; the rule
-- reads on by its marks. A rule about their own address is known by nobody's any more.
UPDATE capture_mailrule AS rule
SET example_id = NULL,
    rule = jsonb_build_object('fixed', '[]'::jsonb, 'anchors', (
        SELECT coalesce(jsonb_agg(anchor), '[]'::jsonb)
        FROM jsonb_array_elements(coalesce(rule.rule -> 'anchors', '[]'::jsonb)) AS anchor
        WHERE NOT EXISTS (
            SELECT FROM people_contactpoint AS point
            WHERE point.workspace_id = %(workspace)s AND point.person_id = %(person)s
              AND position(lower(point.value) IN lower(anchor::text)) > 0)
          AND NOT EXISTS (
            SELECT FROM people_person AS person
            WHERE person.workspace_id = %(workspace)s AND person.id = %(person)s AND person.name <> ''
              AND position(lower(person.name) IN lower(anchor::text)) > 0)))
FROM capture_arrival AS arrival
WHERE rule.workspace_id = %(workspace)s AND arrival.workspace_id = %(workspace)s AND arrival.id = rule.example_id
  AND (arrival.person_id = %(person)s OR arrival.lead_id IN (
    SELECT id FROM leads_lead WHERE workspace_id = %(workspace)s AND person_id = %(person)s));
UPDATE capture_mailrule AS rule
SET sender = 'erased ' || rule.id, rule = '{"anchors": [], "fixed": []}'::jsonb, example_id = NULL
FROM people_contactpoint AS point
WHERE rule.workspace_id = %(workspace)s AND point.workspace_id = %(workspace)s AND point.person_id = %(person)s
  AND point.kind = 'mail' AND lower(rule.sender) = point.key;
