"""What targets hang on the doors: the search box, the organisation's page, and what a merge and an erasure do."""

import pytest

from outreach.activity import SYSTEM
from outreach.db import transaction
from outreach.search import index
from outreach.targets import services
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.contacts import make_organisation
from tests.factories.targets import make_fact, make_target


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_search_box_finds_a_target_by_name_reason_and_fact_for_our_own_people_only(app, language):
    target = make_target("锡光激光科技有限公司", country="CN", why="Second line wanted", why_language="en")
    make_fact(target, "Frequenzkamm auf dem Chip", kind="technology")
    document, officer = doors.search_document.get("target"), make_user("officer", language=language)
    for words in ("锡光激光", "Frequenzkamm", "wanted"):
        assert target.id in [hit.ref_id for hit in index.find(words, officer, kinds=["target"])], words
    with app.test_request_context():
        title, _second, url = document.find([target.id], officer)[target.id]
        assert (title, url) == ("锡光激光科技有限公司", f"/targets/{target.id}")
        assert document.find([target.id], make_user("partner_user")) == {}
    assert target.id in [row[0] for row in document.rebuild()]


def test_a_target_is_found_by_the_further_names_of_its_organisation(app):
    organisation = make_organisation("Quarzwerk Nord GmbH", names=["石英北方有限公司"])
    target = make_target(organisation_id=organisation.id)
    officer = make_user("officer")
    assert target.id in [hit.ref_id for hit in index.find("石英北方", officer, kinds=["target"])]
    with transaction():
        services.edit_target(SYSTEM, target, {"why": "Sapphire", "why_language": "en"})
    assert target.id in [hit.ref_id for hit in index.find("Sapphire", officer, kinds=["target"])]
