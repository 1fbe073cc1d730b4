-- The name and every address go; the row stays, so that counts of the past stay true.
DELETE FROM people_contactpoint WHERE workspace_id = %(workspace)s AND person_id = %(person)s;
UPDATE people_likeness SET reason = '', moved = '{}'
WHERE workspace_id = %(workspace)s AND (one_id = %(person)s OR other_id = %(person)s);
-- That they are left alone stays; in which words they asked for it does not.
UPDATE people_suppression SET words = '' WHERE workspace_id = %(workspace)s AND person_id = %(person)s;
UPDATE people_person
SET name = 'Erased person', name_key = 'erased person', given_name = '', family_name = '', job_title = '',
    company_id = NULL, basis_source = '', address = '', postal_code = '', city = '', erased_at = %(now)s
WHERE workspace_id = %(workspace)s AND id = %(person)s;
