"""The pages of leads: list, form, record, dossier; who may open them and what wrong input gets."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.leads import make_lead


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_every_page_opens_in_each_language(sign_in, language):
    user = make_user("officer", language=language)
    client = sign_in(user)
    lead = make_lead(owner=user, texts=[("summary", "zh", "摘要")])
    for path in ("/leads/", "/leads/new", f"/leads/{lead.id}", f"/leads/{lead.id}/edit", f"/leads/{lead.id}/dossier"):
        client.get_page(path)
