-- Nothing of a cadence that has ended can still go out.
SELECT touch.workspace_id, touch.id, touch.lead_id, touch.state
  FROM followup_touch AS touch
  JOIN followup_enrolment AS enrolment
    ON enrolment.workspace_id = touch.workspace_id AND enrolment.id = touch.enrolment_id
 WHERE touch.state IN ('due', 'draft', 'asked') AND enrolment.ended_at IS NOT NULL
