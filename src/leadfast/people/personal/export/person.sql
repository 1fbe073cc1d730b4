-- The person and every way to reach them.
SELECT person.name, person.given_name, person.family_name, person.job_title, company.name AS company,
       person.country, person.address, person.postal_code, person.city, person.zone, person.language, person.basis, person.basis_source, person.basis_at,
       person.created_at,
       (SELECT jsonb_agg(jsonb_build_object('kind', point.kind, 'value', point.value, 'health', point.health))
        FROM people_contactpoint AS point
        WHERE point.workspace_id = person.workspace_id AND point.person_id = person.id) AS contact_points,
       (SELECT jsonb_agg(jsonb_build_object('kind', kept.kind, 'reason', kept.reason, 'words', kept.words, 'since', kept.created_at))
        FROM people_suppression AS kept
        WHERE kept.workspace_id = person.workspace_id AND kept.person_id = person.id) AS left_alone
FROM people_person AS person
LEFT JOIN people_company AS company
    ON company.workspace_id = person.workspace_id AND company.id = person.company_id
WHERE person.workspace_id = %(workspace)s AND person.id = %(person)s
