"""The phone: a line said in a hurry, where it happened, the text of a code. Kept with no network, sent later."""
