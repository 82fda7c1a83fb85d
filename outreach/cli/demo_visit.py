"""A delegation that visits Wuxi, with its programme, for `flask demo load`."""

from datetime import date, datetime, time

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.contacts.services import find_or_create_organisation
from outreach.events.models import Event
from outreach.events.queries import event_by_code
from outreach.events.services import add_team_member, create_event
from outreach.events.services.reception import save_guest, save_item, save_notes
from outreach.i18n.localized import LocalizedText

_GUESTS = (("Dr. Helene Brandt", "Geschäftsführerin", "de"), ("Jonas Reuter", "Leiter Technik", "de"))
#: (day, from, until, kind, title, place, car)
_ITEMS = (
    (12, (9, 0), (9, 40), "transfer", LocalizedText.of("zh", "酒店接客人前往园区", de="Abholung am Hotel, Fahrt zum Park"),
     LocalizedText.of("zh", "酒店大堂", de="Hotelhalle"), "苏B·A0001"),
    (12, (10, 0), (11, 30), "site_stop", LocalizedText.of("zh", "参观光电标准厂房", de="Besichtigung der Photonik-Hallen"),
     LocalizedText.of("zh", "光电产业园二号楼", de="Photonikpark, Gebäude 2"), ""),
    (12, (12, 0), (13, 30), "meal", LocalizedText.of("zh", "工作午餐", de="Arbeitsessen"), None, ""),
    (12, (14, 0), (16, 0), "meeting", LocalizedText.of("zh", "项目座谈", de="Gespräch zum Projekt"),
     LocalizedText.of("zh", "管委会301会议室", de="Verwaltung, Raum 301"), ""),
    (13, (9, 0), (11, 0), "site_stop", LocalizedText.of("zh", "走访配套企业", de="Besuch bei Zulieferern"), None, "苏B·A0001"),
)


def load_visit(coordinator: User, officer: User) -> Event:
    """The visit; made once."""
    stored = event_by_code("VISIT-2027-05")
    if stored:
        return stored
    actor = Actor.of(coordinator)
    visit = create_event(actor, {
        "code": "VISIT-2027-05", "kind": "inbound_visit", "presence": "host", "state": "confirmed",
        "title": LocalizedText.of("zh", "德国光电企业来访", en="Visit of a German photonics firm",
                                  de="Besuch eines deutschen Photonik-Unternehmens", ko="독일 광학 기업 방문"),
        "industries": ["photonics"], "country": "CN", "city": "Wuxi", "time_zone": "Asia/Shanghai",
        "starts_on": date(2027, 5, 12), "ends_on": date(2027, 5, 13), "confirmed_on": date(2026, 11, 20),
        "confirmed_source": "Agreed by mail"})
    add_team_member(actor, visit, officer, "head")
    firm = find_or_create_organisation(actor, "Lichtbogen Lasertechnik GmbH", "DE")
    for rank, (name, function, language) in enumerate(_GUESTS, start=1):
        save_guest(actor, visit, {"name": name, "function": function, "language": language, "rank": rank,
                                  "organisation_id": firm.id, "note": ""})
    for day, begins, ends, kind, title, place, car in _ITEMS:
        save_item(actor, visit, {
            "kind": kind, "title": title, "place": place, "car": car, "host_id": officer.id, "interpreter_name": "沈译",
            "starts_local": datetime.combine(date(2027, 5, day), time(*begins)),
            "ends_local": datetime.combine(date(2027, 5, day), time(*ends))})
    save_notes(actor, visit, {"gifts": "惠山泥人两套", "meals": "一位来宾素食"})
    return visit
