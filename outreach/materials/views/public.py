"""What anybody may fetch: public materials, in each language the version that is valid today."""

from flask import abort, render_template

from outreach import files
from outreach.i18n import LANGUAGES
from outreach.materials import queries
from outreach.materials.views import blueprint
from outreach.web import access


@blueprint.get("/<lang>/materials/")
@access.public
def public_index(lang: str):
    """All public materials, each in the reader's language or, with a notice, in the next best."""
    if lang not in LANGUAGES:
        abort(404)
    day = queries.today()
    return render_template("materials/public_index.html", labels=queries, rows=queries.public_materials(lang, day),
                           standings=lambda row: queries.standings(row, day))


@blueprint.get("/<lang>/materials/<code>")
@access.public
def public_file(lang: str, code: str):
    """The file of a public material in this language; 404 for every other material, language and day."""
    if lang not in LANGUAGES:
        abort(404)
    return files.send(queries.public_version(code, lang, queries.today()).attachment)
