"""The steps of the main job as people take them in a browser: one class per room of the house, one method per step."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page

from outreach.config import ROOT

SAMPLES = ROOT / "tests" / "samples"


def sign_in(page: Page, live, user_id: int) -> None:
    """Open a one-time link and press its one button."""
    with live.app.app_context():
        from outreach.accounts.models import User
        from outreach.accounts.services import make_sign_in_link
        from outreach.activity import SYSTEM
        from outreach.db import db, transaction

        with transaction():
            link = make_sign_in_link(SYSTEM, db.session.get(User, user_id))
        db.session.remove()
    page.goto(link[link.index("/sign-in/"):])
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/home|/portal"))


def send(page: Page, form: str, button: str = "button:not([type=button])") -> None:
    """Press a form's button, the last one unless told otherwise, and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"{form} {button}").last.click()


def plan_edition(page: Page, members: list[int]) -> int:
    """From the starter catalogue to an event with confirmed dates and two team members; gives its id."""
    page.goto("/events/series/")
    send(page, 'form[action$="/starter/LASER"]')
    assert page.locator("[name=code]").input_value() == "LASER-2027"
    for name, value in {"starts_on": "2027-06-22", "ends_on": "2027-06-25", "time_zone": "Europe/Berlin", "venue": "Messe München",
                        "confirmed_on": "2026-11-02", "confirmed_source": "Organiser's calendar"}.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("[name=days_unknown]").uncheck()
    page.locator("main [name=state]").select_option("confirmed")
    page.locator("main [name=presence]").select_option("exhibit")
    page.locator("[name=public]").check()
    send(page, "main form.staffform")
    event_id = int(page.url.rsplit("/", 1)[1].split("#")[0])
    for member in members:
        page.locator("[name=user_id]").select_option(str(member))
        send(page, f'form[action*="/events/{event_id}/team"]:has([name=user_id])')
    return event_id


def upload(page: Page, event_id: int, sample: str) -> int:
    """Choose the fair's file on the event's page and see the preview; gives the import's id."""
    page.goto(f"/events/{event_id}")
    page.locator(f'a[href="/imports/new?event={event_id}"]').first.click()
    page.locator("input[type=file]").set_input_files(SAMPLES / sample)
    send(page, "main form:has(input[type=file])")
    return int(re.search(r"/imports/(\d+)", page.url).group(1))


def apply_import(page: Page, run_id: int) -> None:
    """Press the one button of the foot."""
    send(page, f'form[action$="/imports/{run_id}/apply"]')


def convert_two(page: Page, event_id: int, names: list[str]) -> int:
    """Tick two people of one organisation at the fair and make one lead of them; gives its id."""
    page.goto(f"/event-contacts/?event={event_id}")
    for name in names:
        page.locator("tr[data-row]", has_text=name).locator("[name=contact]").check()
    send(page, 'form[action="/event-contacts/convert"]', "button.pri")
    page.locator("main [name=title]").fill("Faserlaser-Montage in Wuxi")
    page.locator("main [name=title_language]").select_option("de")
    page.locator("#fold-industries summary").click()
    page.locator("[name=industries][value=fibre_laser]").check()
    page.locator("main [name=next_step]").fill("Videogespräch zum Flächenbedarf")
    page.locator("main [name=next_step_on]").fill((date.today() + timedelta(days=3)).isoformat())  # noqa: DTZ011
    send(page, 'form[action="/event-contacts/convert"]', "button.pri")
    return int(re.search(r"/leads/(\d+)", page.url).group(1))


#: What a visitor writes, in the visitor's language.
INTENTIONS = {
    "zh": ("辰石光电有限公司", "CN", "陈静", "光纤陀螺模块生产线", "组装和校准工业机器人用光纤陀螺，首年两万套。"),
    "en": ("Tessaro Inks Ltd", "GB", "Oliver Marsh", "Graphene ink for printed sensors", "A pilot line with a clean room."),
    "de": ("Karbonex Werkstoffe AG", "DE", "Matthias Strauß", "Fertigungslinie für Faserkreisel",
           "Montage faseroptischer Kreisel."),
    "ko": ("누리소재(주)", "KR", "박하늘", "미세 광학 렌즈 사출 공장", "차량용 라이다 렌즈를 사출 성형하는 공장입니다."),
}


def send_intention(page: Page, lang: str, email: str) -> str:
    """Fill in the public form; gives the receipt number that the page shows."""
    organisation, country, name, title, summary = INTENTIONS[lang]
    page.goto(f"/{lang}/intentions/new")
    for field, value in {"organisation.name": organisation, "contact.name": name, "contact.email": email, "project.title": title,
                         "project.summary": summary, "project.investment.amount": "12500000"}.items():
        page.locator(f'[name="{field}"]').fill(value)
    page.locator('[name="organisation.country"]').select_option(country)
    page.locator('[name="project.industry"]').select_option("photonics")
    for box in page.locator('input[type=checkbox][name^="consents."]').all():
        box.check()
    # Nobody types so fast; the form takes it for a programme otherwise.
    page.wait_for_timeout(2200)
    send(page, "main form")
    return page.locator(".receipt").inner_text().strip()


def invite(page: Page, event_id: int, people: list[int]) -> None:
    """Invite people who asked for it at the booth."""
    page.goto(f"/events/{event_id}/invitations/new?" + "&".join(f"person={one}" for one in people))
    page.locator("[name=requested]").check()
    page.locator("[name=ground]").fill("At the booth on 22 June")
    send(page, "main form.staffform", "button.pri")


def screenshot(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of the page where a folder is asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
