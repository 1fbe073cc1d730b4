"""Keeps a lead moving while nobody answers: cadences and their compiler, enrolments, silence insurance."""
