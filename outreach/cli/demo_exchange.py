"""Offers and requests at the roadshow's technology exchange, for `flask demo load`."""

from sqlalchemy import select

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.contacts.services import find_or_create_organisation
from outreach.db import db
from outreach.events.models import Event
from outreach.events.queries.exchange import count_entries
from outreach.events.services.exchange import accept_pair, add_entry, note_result
from outreach.i18n.localized import LocalizedText

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


def load_exchange(coordinator: User) -> None:
    """Two offers and two requests, one pair of them with minutes; made once."""
    event = db.session.scalar(select(Event).where(Event.kind == "technology_exchange").order_by(Event.id))
    if event is None or count_entries(event):
        return
    actor = Actor.of(coordinator)
    made = []
    for kind, title, description, industries, trl, protection, languages, firm, country in _ENTRIES:
        made.append(add_entry(actor, event, {
            "kind": kind, "title": title, "description": description, "industries": industries, "trl": trl,
            "ip_state": protection, "languages": languages, "public": True,
            "organisation_id": find_or_create_organisation(actor, firm, country).id}))
    pair = accept_pair(actor, made[0], made[1])
    note_result(actor, pair, "follow_up", minutes="Muster werden im Mai in Stuttgart geschnitten.", language="de")
