"""Calls as telephone systems record them: Asterisk, FreeSWITCH, 3CX, Twilio, and tables of any other."""
