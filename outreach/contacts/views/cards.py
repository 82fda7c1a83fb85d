"""A person as a card: a file for address books, and a code that a telephone reads off the screen."""

import io

from flask import Response, request, send_file

from outreach.contacts import queries
from outreach.contacts.services.cards import VERSIONS, file_stem, qr_svg, vcard
from outreach.contacts.views import blueprint
from outreach.web import access


@blueprint.get("/people/<int:person_id>/card.vcf")
@access.staff
def card(person_id: int):
    """The vCard as a download; ?version=4.0 for the newer one, ?notes=1 with our notes."""
    person = queries.get_person(access.viewer(), person_id)
    version = request.args.get("version", "3.0")
    text = vcard(person, version if version in VERSIONS else "3.0", notes=bool(request.args.get("notes")))
    answer = send_file(io.BytesIO(text.encode("utf-8", "replace")), "text/vcard", as_attachment=True,
                       download_name=f"{file_stem(person)}.vcf", conditional=False, etag=False)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@blueprint.get("/people/<int:person_id>/card.svg")
@access.staff
def card_code(person_id: int):
    """The QR code of a short card, drawn here."""
    svg = qr_svg(queries.get_person(access.viewer(), person_id))
    answer = Response(svg, mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
