-- What other programs were answered about them; the leads themselves are emptied after this.
DELETE FROM workspaces_keptanswer AS kept
WHERE kept.workspace_id = %(workspace)s
  AND (kept.body LIKE '%%' || %(person)s || '%%' OR EXISTS (
      SELECT 1 FROM leads_lead AS lead
      WHERE lead.workspace_id = %(workspace)s AND lead.person_id = %(person)s
        AND kept.body LIKE '%%' || lead.id || '%%'));
