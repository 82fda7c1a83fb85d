"""Offers and requests at the roadshow's technology exchange, and who meets for them, for `flask demo load`."""

from datetime import datetime, time

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.contacts.models import Person
from outreach.contacts.services import PersonValues, create_person, find_or_create_organisation
from outreach.db import db
from outreach.events.models import Event
from outreach.events.queries.exchange import count_entries
from outreach.events.services.attendees import save_attendee
from outreach.events.services.exchange import accept_pair, add_entry, bring_to_table
from outreach.events.services.meetings import save_meeting, save_table, set_state
from outreach.events.services.wishes import save_plan
from outreach.i18n.localized import LocalizedText

#: Who comes for each entry, in its order, and who interprets: (name, language, country, organisation, work, mail).
_PEOPLE = (
    ("Annegret Solms", "de", "DE", "Lichtbogen Lasertechnik GmbH", "Leiterin Entwicklung", "a.solms@lichtbogen.example.org"),
    ("沈若溪", "zh", "CN", "无锡晨曦显示有限公司", "技术总监", "shen.ruoxi@chenxi-display.example.org"),
    ("오채원", "ko", "KR", "누리소재(주)", "연구소장", "chaewon.oh@nuri-materials.example.org"),
    ("Wiebke Anders", "de", "DE", "Karbonex Werkstoffe AG", "Einkauf", "w.anders@karbonex.example.org"),
)
_INTERPRETER = ("임하린", "ko", "DE", "Sprachwerk Neckar", "Dolmetscherin", "harin.lim@sprachwerk.example.org")
#: (kind, title, description, industries, TRL, protection, languages, organisation, country)
_ENTRIES = (
    ("offer", LocalizedText.of("de", "Ultrakurzpulslaser für Dünnglas", en="Ultrashort-pulse laser for thin glass",
                               zh="超薄玻璃用超短脉冲激光器", ko="박막 유리용 초단펄스 레이저"),
     LocalizedText.of("de", "Schneidet Glas unter 100 Mikrometern ohne Mikrorisse.",
                      en="Cuts glass below 100 micrometres without micro cracks.", zh="切割100微米以下玻璃，无微裂纹。"),
     ["ultrafast_laser"], 7, "granted", ["de", "en"], "Lichtbogen Lasertechnik GmbH", "DE"),
    ("request", LocalizedText.of("zh", "求柔性显示玻璃激光切割技术", en="Laser cutting of glass for flexible displays",
                                 de="Laserschneiden von Glas für flexible Displays", ko="플렉시블 디스플레이 유리 레이저 절단"),
     LocalizedText.of("zh", "无锡中试线需要，良率99%以上。", en="For a pilot line in Wuxi, yield above 99 per cent."),
     ["ultrafast_laser", "display"], 6, None, ["zh", "en"], "无锡晨曦显示有限公司", "CN"),
    ("offer", LocalizedText.of("ko", "그래핀 방열 필름", en="Graphene heat-spreading film", zh="石墨烯导热膜"), None,
     ["graphene_heat_spreader"], 5, "applied", ["ko"], "누리소재(주)", "KR"),
    ("request", LocalizedText.of("de", "Wärmespreizer für Laserdioden", en="Heat spreader for laser diodes"), None,
     ["graphene_heat_spreader"], 7, None, ["de"], "Karbonex Werkstoffe AG", "DE"),
)


def load_exchange(coordinator: User, officer: User) -> None:
    """Two offers and two requests in two pairs: one with a confirmed meeting, one that waits to be planned; made once."""
    event = db.session.scalar(select(Event).where(Event.kind == "technology_exchange").order_by(Event.id))
    if event is None or count_entries(event):
        return
    actor = Actor.of(coordinator)
    made = []
    for who, (kind, title, description, industries, trl, protection, languages, firm, country) in zip(
            _PEOPLE, _ENTRIES, strict=True):
        made.append(add_entry(actor, event, {
            "kind": kind, "title": title, "description": description, "industries": industries, "trl": trl,
            "ip_state": protection, "languages": languages, "public": True,
            "organisation_id": find_or_create_organisation(actor, firm, country).id, "person_id": _person(actor, *who).id}))
    table = save_table(actor, event, "Tisch 1", "Foyer")
    save_table(actor, event, "Raum Neckar", "Obergeschoss")
    save_plan(actor, event, {"travel_minutes": 5, "break_from": time(12), "break_until": time(13)})
    first, _second = (accept_pair(actor, *two) for two in (made[:2], made[2:]))
    bring_to_table(actor, first, {}, officer)
    set_state(actor, save_meeting(actor, event, {
        "table_id": table.id, "language": "en", "starts_local": datetime.combine(event.starts_on, time(10)),
        "ends_local": datetime.combine(event.starts_on, time(10, 30))}, first.wish.people), "confirmed")
    save_attendee(actor, event, _person(actor, *_INTERPRETER), {
        "hours": {event.starts_on.isoformat(): ["09:00", "13:00"]}, "speaks": ["de", "ko"]})


def _person(actor: Actor, name: str, language: str, country: str, firm: str, work: str, mail: str) -> Person:
    return create_person(actor, PersonValues(name, language=language, country=country, organisation=firm,
                                             organisation_country=country, job_title=work, emails=[mail]))
