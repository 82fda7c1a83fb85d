"""From a fair in Munich to a lead read in four languages: the main job, whole, in a real browser, in each language."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from icalendar import Calendar

from outreach.config import ROOT
from tests.factories.accounts import make_user
from tests.functional import steps

#: A folder for pictures of every step, for whoever wants to look at them.
PICTURES = os.environ.get("OUTREACH_TEST_PICTURES")


@pytest.fixture
def people(live, request):
    """The ids of a coordinator, an officer and an administrator who read the language of the test."""
    lang = request.getfixturevalue("lang")
    with live.app.app_context():
        from outreach.db import db

        made = SimpleNamespace(
            coordinator=make_user(role="coordinator", name="Katrin Vogt", language=lang, time_zone="Europe/Berlin").id,
            officer=make_user(role="officer", name="周敏", language=lang).id,
            administrator=make_user(role="administrator", name="Lin Yu", language=lang).id)
        db.session.remove()
    return made


def ask(live, question):
    """What the database says, asked in the application's context."""
    with live.app.app_context():
        from outreach.db import db

        try:
            return question(db)
        finally:
            db.session.remove()


def rows(live, statement: str) -> list:
    """The first column of what the database answers."""
    return ask(live, lambda db: db.session.execute(db.text(statement)).scalars().all())


def look(page, lang: str, name: str) -> None:
    """The page is in its language; a picture is kept where one is asked for."""
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-Hans"}.get(lang, lang)
    if PICTURES:
        steps.screenshot(page, Path(PICTURES) / lang, name)


def every(slow_languages: tuple[str, ...]):
    """All four languages; one runs in `make test`, the others in `make check`."""
    return [pytest.param(code, marks=[pytest.mark.journey, *([pytest.mark.slow] if code in slow_languages else [])])
            for code in ("zh", "en", "de", "ko")]


@pytest.mark.parametrize("lang", every(("zh", "en", "ko")))
def test_from_a_fair_in_munich_to_a_lead_read_in_four_languages(lang, live, smtp, browse, people):
    coordinator = browse(lang)
    steps.sign_in(coordinator, live, people.coordinator)
    look(coordinator, lang, "home")
    event_id = steps.plan_edition(coordinator, [people.coordinator, people.officer])
    assert coordinator.locator("section:has(#team) tbody tr").count() == 2
    look(coordinator, lang, "event")
    import_the_fair(coordinator, live, lang, event_id)
    lead_id = steps.convert_two(coordinator, event_id, ["Matthias Müller", "Björn Böhm"])
    look(coordinator, lang, "lead")
    assert "L-" in coordinator.locator("main").inner_text()
    an_intention_becomes_a_lead(browse, live, smtp, lang, people)
    the_dossier_is_read_in_four_languages(browse, live, lang, people, lead_id)
    guests_answer(coordinator, browse, live, smtp, lang, event_id)
    a_calendar_follows(coordinator, live, lang, event_id)
    the_log_holds(browse, live, lang, people)


def import_the_fair(page, live, lang, event_id: int) -> None:
    """Preview writes nothing, applying makes people, undoing takes all of it back, and the file comes in again."""
    from outreach.contacts.models import Person

    count = lambda db: db.session.scalar(db.select(db.func.count()).select_from(Person))  # noqa: E731
    run_id = steps.upload(page, event_id, "messe-leads-de.csv")
    assert page.locator("tr[data-row]").count() >= 12
    assert "indows-1252" in page.locator("main").inner_text()
    look(page, lang, "import-preview")
    assert ask(live, count) == 0
    steps.apply_import(page, run_id)
    assert ask(live, count) == 12
    look(page, lang, "import-applied")
    steps.send(page, f'form[action$="/imports/{run_id}/undo"]')
    assert ask(live, count) == 0
    run_id = steps.upload(page, event_id, "messe-leads-de.csv")
    steps.apply_import(page, run_id)
    assert ask(live, count) == 12
    assert "+493023125016" in rows(live, "SELECT value FROM person_channel WHERE kind <> 'email'")


def an_intention_becomes_a_lead(browse, live, smtp, lang, people) -> None:
    """A visitor sends, gets number, mail and link; an officer accepts; the link says so."""
    visitor = browse(lang)
    email = f"visitor.{lang}@firma.example.org"
    receipt = steps.send_intention(visitor, lang, email)
    assert re.fullmatch(r"IN-\d{4}-\d{4}", receipt)
    look(visitor, lang, "intention-status")
    live.drain()
    mail = smtp.to(email)[-1]
    assert receipt in mail["Subject"]
    text = mail.get_body(("plain",)).get_content()
    link = re.search(rf"https?://\S+/{lang}/intentions/\S+", text).group(0)
    officer = browse(lang)
    steps.sign_in(officer, live, people.officer)
    officer.goto("/intentions/")
    officer.get_by_role("link", name=steps.INTENTIONS[lang][3]).click()
    look(officer, lang, "intention")
    steps.send(officer, 'form[action$="/accept"]')
    assert rows(live, "SELECT state FROM intention WHERE lead_id IS NOT NULL") == ["accepted"]
    visitor.goto(link[link.index(f"/{lang}/"):])
    assert "周敏" in visitor.locator("main").inner_text()
    live.drain()
    assert len(smtp.to(email)) >= 2


def the_dossier_is_read_in_four_languages(browse, live, lang, people, lead_id: int) -> None:
    """Labels and figures follow the language asked for; what people wrote stays and says its language."""
    page = browse(lang)
    steps.sign_in(page, live, people.officer)
    seen = {}
    for code in ("zh", "en", "de", "ko"):
        page.goto(f"/leads/{lead_id}/dossier?lang={code}")
        main = page.locator("main")
        seen[code] = main.inner_text()
        assert "Faserlaser-Montage in Wuxi" in seen[code]
        assert "Velox Photonik" in seen[code]
        assert page.locator('main [lang="de"]').count() > 0 or code == "de"
        look_at = {"zh": "zh-Hans"}.get(code, code)
        assert page.locator(f'html[lang="{look_at}"], main [lang="{look_at}"], main[lang="{look_at}"]').count() > 0
        if PICTURES:
            steps.screenshot(page, Path(PICTURES) / lang, f"dossier-{code}")
    assert len(set(seen.values())) == 4


def guests_answer(page, browse, live, smtp, lang, event_id: int) -> None:
    """Two people are invited by mail; opening the link answers nothing, the button does, and the event counts it."""
    wanted = rows(live, "SELECT id FROM person WHERE full_name LIKE '%Müller%' OR full_name LIKE '%Vögele%' ORDER BY id")[:2]
    steps.invite(page, event_id, wanted)
    live.drain()
    mails = [mail for mail in smtp.mails if "photonik.example.org" in mail.envelope_to[0]]
    assert len(mails) == 2
    link = re.search(r"https?://\S+/invitations/\S+", mails[0].get_body(("plain",)).get_content()).group(0)
    guest = browse("de", 390, 800)
    guest.goto(re.sub(r"^https?://[^/]+", "", link))
    assert rows(live, "SELECT id FROM invitation WHERE state <> 'invited'") == []
    guest.locator("[name=answer][value=accepted]").check()
    steps.send(guest, "main form")
    page.goto(f"/events/{event_id}")
    look(page, lang, "event-counted")
    assert rows(live, "SELECT state FROM invitation ORDER BY state") == ["accepted", "invited"]
    assert page.locator("#event-invitations").count() == 1


def a_calendar_follows(page, live, lang, event_id: int) -> None:
    """The private feed shows the fair as whole days of Munich; a rotated address is gone."""
    page.goto("/events/feeds")
    page.locator("main [name=scope]").select_option("mine")
    steps.send(page, "main form.staffform")
    address = page.locator("#feed-address").input_value()
    with urllib.request.urlopen(address, timeout=20) as answer:
        events = Calendar.from_ical(answer.read()).walk("VEVENT")
    assert [str(event.decoded("dtstart")) for event in events] == ["2027-06-22"]
    assert [str(event.decoded("dtend")) for event in events] == ["2027-06-26"]
    page.locator('details:has(form[action$="/rotate"]) > summary').click()
    steps.send(page, 'form[action$="/rotate"]')
    assert page.locator("#feed-address").input_value() != address
    with pytest.raises(urllib.error.HTTPError) as gone:
        urllib.request.urlopen(address, timeout=20)
    assert gone.value.code == 404
    gone.value.close()


def the_log_holds(browse, live, lang, people) -> None:
    """Every step stands in the log; a row changed behind its back is found."""
    page = browse(lang)
    steps.sign_in(page, live, people.administrator)
    page.goto("/log/")
    look(page, lang, "log")
    verbs = set(rows(live, "SELECT DISTINCT verb FROM activity_entry"))
    assert {"event.created", "event.member_added", "import.applied", "import.undone", "event_contact.converted", "lead.created",
            "intention.received", "intention.accepted", "invitation.answered", "feed.created", "feed.rotated"} <= verbs
    assert verify(live).returncode == 0
    with live.app.app_context():
        from outreach.db import db

        with db.engine.begin() as connection:
            connection.execute(db.text("UPDATE activity_entry SET actor_label = 'somebody else' WHERE verb = 'lead.created'"))
    assert verify(live).returncode == 1


def verify(live) -> subprocess.CompletedProcess:
    """`flask activity verify` on the database of the test."""
    url = live.app.config["SQLALCHEMY_DATABASE_URI"]
    data = str(live.app.config["SETTINGS"].data)
    return subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "activity", "verify"], cwd=ROOT, capture_output=True,
                          text=True, timeout=120, env={**os.environ, "DATABASE_URL": url, "OUTREACH_DATA": data})
