"""Every page without an id is well-formed, has a title and a heading, for those who may open it, in four languages."""

import pytest

from outreach.web.access import ROLES, rule_of
from tests.factories.accounts import make_user
from tests.factories.partners import make_partner, make_partner_user


def _pages(app, role: str) -> list[str]:
    """Addresses without arguments that this role may open and that may answer with a page.

    The portal belongs to the users of partners: an administrator may open it, and sees there that it is not theirs.
    """
    found = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/portal/") and role != "partner_user":
            continue
        declared = rule_of(app.view_functions[rule.endpoint])
        open_to_role = declared is not None and declared.kind == "roles" and role in declared.roles
        if open_to_role and "GET" in rule.methods and not rule.arguments:
            found.append(rule.rule)
    return sorted(found)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_of_an_administrator_has_a_title_of_its_own(app, sign_in, language):
    client = sign_in(make_user("administrator", language=language))
    titles = {}
    for path in _pages(app, "administrator"):
        response = client.get(path)
        if response.status_code in (302, 303, 400, 404) or response.mimetype != "text/html" or not response.data:
            continue
        page = client.get_page(path)
        name = page.title.removesuffix("- Outreach").strip()
        assert name, f"{path} has no title"
        assert page.heading, f"{path} has no heading"
        titles.setdefault(name, []).append(path)
    assert len(titles) > 10
    assert {name: paths for name, paths in titles.items() if len(paths) > 2} == {}


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator"}))
def test_every_page_opens_for_the_roles_that_may_use_it(app, sign_in, role):
    client = sign_in(make_partner_user(make_partner()) if role == "partner_user" else make_user(role))
    for path in _pages(app, role):
        assert client.get(path).status_code in (200, 302, 303, 400, 404), path


@pytest.mark.parametrize("path", ["/sign-in", "/de/privacy", "/zh/imprint", "/en/accessibility", "/ko/intentions/new"])
def test_public_pages_offer_all_four_languages(client, path):
    page = client.get_page(path)
    offered = {node.get("hreflang") for node in page.tree.iter("a") if node.get("hreflang")}
    assert offered == {"zh-Hans", "en", "de", "ko"}
    if path != "/sign-in":
        assert {node.get("hreflang") for node in page.tree.iter("link") if node.get("hreflang")} == offered
