-- By what it is told that something is about this person where no lead says so: their addresses and numbers, as
-- patterns for a text in small letters. What somebody else is reached by too, as the number of an office, tells it
-- only beside their name.
DROP TABLE IF EXISTS pg_temp.their_reach;
CREATE TEMPORARY TABLE their_reach ON COMMIT DROP AS
SELECT point.kind, point.key, lower(person.name) AS name,
       NOT EXISTS (
           SELECT FROM people_contactpoint AS another
           LEFT JOIN people_person AS them ON them.workspace_id = another.workspace_id AND them.id = another.person_id
           WHERE another.workspace_id = point.workspace_id AND another.kind = point.kind AND another.key = point.key
             AND another.person_id IS DISTINCT FROM point.person_id AND them.erased_at IS NULL) AS alone,
       CASE point.kind
           WHEN 'mail' THEN
               '(?<![a-z0-9._%%+-])' || regexp_replace(lower(point.key), '([.^$*+?()\[\]{}|\\-])', '\\\1', 'g')
               || '(?![a-z0-9_-]|\.[a-z0-9])'
           -- As it was typed, with or without its country, in whatever groups.
           ELSE regexp_replace(right(regexp_replace(point.key, '[^0-9]', '', 'g'), 8), '(.)(?=.)', '\1[^0-9a-z]{0,3}', 'g')
               || '(?![0-9])'
       END AS pattern
FROM people_contactpoint AS point
JOIN people_person AS person ON person.workspace_id = point.workspace_id AND person.id = point.person_id
WHERE point.workspace_id = %(workspace)s AND point.person_id = %(person)s
  AND (point.kind = 'mail' OR point.kind = 'phone' AND length(regexp_replace(point.key, '[^0-9]', '', 'g')) >= 7);
-- Is this text, in small letters, about them?
CREATE OR REPLACE FUNCTION pg_temp.names_them(said text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM their_reach AS reach
        WHERE said ~ reach.pattern AND (reach.alone OR reach.name <> '' AND NOT EXISTS (
            SELECT FROM regexp_split_to_table(reach.name, '\s+') AS word WHERE position(word IN said) = 0))) $$;
-- Bytes as a text in small letters, whatever they are; line ends within JSON part words.
CREATE OR REPLACE FUNCTION pg_temp.as_said(kept bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(lower(encode(kept, 'escape')), '\\\\[nrt]', ' ', 'g') $$;
