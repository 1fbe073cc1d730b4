"""The floor: who walked in, who is with them, who left and how."""
