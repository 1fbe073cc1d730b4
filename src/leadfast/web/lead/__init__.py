"""One lead: its timeline, whose turn it is, the reply box, and every act on it."""
