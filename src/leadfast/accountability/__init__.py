"""Nothing is forgotten twice: escalations, hand-overs, give-ups and verdicts, and the notices that tell people."""
