-- Every sweep that ever ran has finished within the last day.
SELECT sweep, started_at, finished_at, error
  FROM worker_sweeprun
 WHERE coalesce(finished_at, started_at) < %(now)s - interval '1 day'
   AND EXISTS (SELECT 1 FROM worker_heartbeat WHERE beat_at > %(now)s - interval '1 minute')
   AND started_at < %(now)s - interval '1 day'
