"""Mail that brings leads: forwarded ones, contact forms, ADF and vCards, notifications of portals."""
