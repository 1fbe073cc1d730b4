"""The marks a user learns once. Each is drawn from plain values and says itself in words too.

``turn.pill`` (whose turn), ``thread_line.draw`` (the lead as one line), ``ticks.draw`` (what became of a
mail), ``due.draw`` (late, today, later). Templates call them by these names.
"""
