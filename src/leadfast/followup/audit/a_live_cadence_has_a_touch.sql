-- A live cadence has a touch that is not over: nothing stands still unnoticed.
SELECT enrolment.workspace_id, enrolment.id, enrolment.lead_id
  FROM followup_enrolment AS enrolment
 WHERE enrolment.ended_at IS NULL
   AND NOT EXISTS (
       SELECT 1 FROM followup_touch AS touch
        WHERE touch.workspace_id = enrolment.workspace_id AND touch.enrolment_id = enrolment.id
          AND touch.state NOT IN ('done', 'stopped'))
