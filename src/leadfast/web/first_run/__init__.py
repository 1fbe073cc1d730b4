"""The first five minutes: from the link in the terminal to the first Today.

Every step is a page that works on a phone and without JavaScript. Which step comes next is read from what
is there, so one can leave at any point and come back.
"""
