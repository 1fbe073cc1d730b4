-- Words that may name the person, on the leads that are about them.
UPDATE leads_lead
SET label = 'Erased person', note = '', search_text = '', company_id = NULL,
    paused_why = CASE WHEN paused_why = '' THEN '' ELSE 'Erased' END
WHERE workspace_id = %(workspace)s AND person_id = %(person)s;
UPDATE leads_step AS step
SET says = 'Erased', note = '', outcome = CASE WHEN step.outcome = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE step.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = step.lead_id AND lead.person_id = %(person)s;
UPDATE leads_giveup AS give_up
SET words = 'Erased', evidence = '{}', counter_argument = CASE WHEN give_up.counter_argument = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE give_up.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = give_up.lead_id AND lead.person_id = %(person)s;
UPDATE leads_closure AS closure
SET words = CASE WHEN closure.words = '' THEN '' ELSE 'Erased' END,
    counter_argument = CASE WHEN closure.counter_argument = '' THEN '' ELSE 'Erased' END,
    -- Their own request is the proof of this one.
    proof = CASE WHEN closure.proof = '' OR closure.kind = 'erased' THEN closure.proof ELSE 'Erased' END
FROM leads_lead AS lead
WHERE closure.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = closure.lead_id AND lead.person_id = %(person)s;
UPDATE leads_verdict AS verdict
SET note = CASE WHEN verdict.note = '' THEN '' ELSE 'Erased' END,
    counter_argument = CASE WHEN verdict.counter_argument = '' THEN '' ELSE 'Erased' END
FROM leads_lead AS lead
WHERE verdict.workspace_id = %(workspace)s AND lead.workspace_id = %(workspace)s
  AND lead.id = verdict.lead_id AND lead.person_id = %(person)s;
UPDATE leads_participant SET role = '' WHERE workspace_id = %(workspace)s AND person_id = %(person)s;
