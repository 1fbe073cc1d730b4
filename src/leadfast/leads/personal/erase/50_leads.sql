-- Words that may name the person, on the leads that are about them.
UPDATE leads_lead
SET label = 'Erased person', note = '', search_text = '', company_id = NULL
WHERE workspace_id = %(workspace)s AND person_id = %(person)s;
UPDATE leads_step AS step
SET says = 'Erased', note = '', outcome = CASE WHEN step.outcome = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE step.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = step.lead_id AND lead.person_id = %(person)s;
UPDATE leads_giveup AS give_up
SET words = 'Erased', evidence = '{}'
FROM leads_lead AS lead
WHERE give_up.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = give_up.lead_id AND lead.person_id = %(person)s;
UPDATE leads_closure AS closure
SET words = CASE WHEN closure.words = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE closure.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = closure.lead_id AND lead.person_id = %(person)s;
