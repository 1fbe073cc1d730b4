"""What happened that concerns whoever is signed in: quiet, newest first."""
