"""Signing in and out, the second factor, a new password, and one's own account.

allauth does the checking and the limits; every page it shows is drawn by a template of this folder.
"""
