"""What the team encloses in its mails: three small files."""

from typing import Final

from leadfast.mail import actions as mail
from leadfast.workspaces.actor import Actor

FILES: Final = {
    "Brightline brochure.pdf": (
        "Brightline Handling",
        "Forklifts, racking and service for the north of England",
    ),
    "Price list, autumn.pdf": (
        "Brightline Handling",
        "Price list",
        "Electric forklifts from 18,400",
        "Reach trucks from 24,900",
    ),
    "Service contracts.pdf": ("Brightline Handling", "Service: an engineer within a day, from 85 a month"),
}


def stock(by: Actor) -> None:
    """Keep them where whoever writes finds them."""
    for name, lines in FILES.items():
        mail.keep_file(name=name, content=_pdf(lines), media_type="application/pdf", by=by)


def _pdf(lines: tuple[str, ...]) -> bytes:
    """The smallest file that a reader opens: one page with these lines."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F 14 Tf 60 770 Td 24 TL {shown} ET"
    bodies = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    file, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    begins = len(file)
    file += (
        f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{begins}\n%%EOF\n"
    )
    return file.encode("latin-1")
