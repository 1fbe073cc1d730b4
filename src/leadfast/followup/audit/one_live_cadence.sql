-- At most one cadence is live for a lead, and none on a lead that is closed.
SELECT enrolment.workspace_id, enrolment.lead_id, count(*) AS live, bool_or(lead.closure_id IS NOT NULL) AS closed
  FROM followup_enrolment AS enrolment
  JOIN leads_lead AS lead ON lead.workspace_id = enrolment.workspace_id AND lead.id = enrolment.lead_id
 WHERE enrolment.ended_at IS NULL
 GROUP BY enrolment.workspace_id, enrolment.lead_id
HAVING count(*) > 1 OR bool_or(lead.closure_id IS NOT NULL)
