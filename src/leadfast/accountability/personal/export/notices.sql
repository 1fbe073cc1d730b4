-- What members were told about this person.
SELECT notice.created_at, notice.kind, notice.sentence, member.name AS told
FROM accountability_notice AS notice
JOIN leads_lead AS lead ON lead.workspace_id = notice.workspace_id AND lead.id = notice.lead_id
JOIN workspaces_member AS member
  ON member.workspace_id = notice.workspace_id AND member.id = notice.member_id
WHERE notice.workspace_id = %(workspace)s AND lead.person_id = %(person)s
ORDER BY notice.created_at
