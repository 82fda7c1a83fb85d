"""The public legal pages in four languages, and the words of the public footer."""

from apiflask import APIBlueprint
from flask import render_template

from outreach.privacy.queries import icp_line, imprint_facts, legal, legal_links, privacy_facts
from outreach.web import access
from outreach.web.access import may, viewer

blueprint = APIBlueprint("privacy", __name__, url_prefix="/<any(zh,en,de,ko):lang>", enable_openapi=False)


@blueprint.get("/privacy")
@access.public
def privacy(lang: str):
    """Datenschutzerklärung, privacy notice, 개인정보 처리방침, 隐私告知."""
    return _page("privacy", lang, facts=privacy_facts())


@blueprint.get("/imprint")
@access.public
def imprint(lang: str):
    """Impressum, and who stands behind the pages elsewhere."""
    return _page("imprint", lang, facts=imprint_facts())


@blueprint.get("/accessibility")
@access.public
def accessibility(lang: str):
    """How accessible the pages are, and whom to tell where they are not."""
    return _page("accessibility", lang, facts=privacy_facts())


def _page(page: str, lang: str, **context):
    """Gaps are shown to administrators only: to everybody else they would say nothing."""
    return render_template(f"privacy/{page}.html", lang=lang, page_title=legal.page_name(page),
                           addition=legal.addition(page), show_gaps=may(viewer()), setting=legal.setting, **context)


@blueprint.app_context_processor
def footer_words() -> dict:
    """`legal_links()` and `icp_line()` for every public page."""
    return {"legal_links": legal_links, "icp_line": icp_line}
