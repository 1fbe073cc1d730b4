"""Tables: text of any separator and encoding, XLSX, XLS and ODS; exports of leads and of activities."""
