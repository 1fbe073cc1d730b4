"""A synthetic call that nobody answered, from a number that belongs to nobody."""


def synthetic(token: str) -> tuple[bytes, str]:
    """The bytes of an arrival that is nobody, and their media type."""
    # +44 20 7946 0xxx is kept free for stories (Ofcom, numbers for drama use).
    line = f"{token},2026-01-05 10:00:00,+442079460999,201,NO ANSWER,in,0"
    header = "uniqueid,start,src,dst,disposition,direction,billsec"
    return f"{header}\n{line}\n".encode(), "text/csv"
