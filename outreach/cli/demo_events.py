"""A roadshow of three legs with its team, for `flask demo load`."""

from datetime import date, datetime, time

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.events.models import Event
from outreach.events.queries import event_by_code
from outreach.events.services import add_leg, add_team_member, create_event
from outreach.i18n.localized import LocalizedText

_LEGS = (
    ("London", "GB", "Europe/London", "promotion_conference", (2027, 9, 29), (2027, 10, 1), (9, 17),
     LocalizedText.of("en", "Advanced materials forum", zh="先进材料论坛", de="Forum Neue Werkstoffe", ko="첨단소재 포럼")),
    ("Stuttgart", "DE", "Europe/Berlin", "technology_exchange", (2027, 10, 5), (2027, 10, 7), (9, 17),
     LocalizedText.of("en", "Technology exchange, photonics", zh="光电技术交流会", de="Technologieaustausch Photonik",
                      ko="광학 기술 교류회")),
    ("Seoul", "KR", "Asia/Seoul", "promotion_conference", (2027, 10, 8), (2027, 10, 12), (14, 18),
     LocalizedText.of("en", "Promotion conference and firm visits", zh="招商推介会与企业走访",
                      de="Standortkonferenz und Firmenbesuche", ko="투자설명회 및 기업 방문")),
)


def load_roadshow(coordinator: User, officer: User) -> Event:
    """The roadshow; made once. Its last journey is too short and it meets three countries' holidays."""
    stored = event_by_code("ROADSHOW-2027")
    if stored:
        return stored
    actor = Actor.of(coordinator)
    roadshow = create_event(actor, {
        "code": "ROADSHOW-2027", "kind": "roadshow", "presence": "host", "state": "planned",
        "title": LocalizedText.of("zh", "2027年秋季英国—德国—韩国路演", en="Autumn roadshow UK – Germany – Korea 2027",
                                  de="Herbst-Roadshow UK – Deutschland – Korea 2027", ko="2027 가을 영국·독일·한국 로드쇼"),
        "industries": ["new_materials", "photonics"], "time_zone": "Asia/Shanghai",
        "starts_on": date(2027, 9, 29), "ends_on": date(2027, 10, 12), "confirmed_on": date(2026, 11, 20),
        "confirmed_source": "Decided by the centre",
    })
    for city, country, zone, kind, first, last, hours, title in _LEGS:
        leg = add_leg(actor, roadshow, {
            "title": title, "kind": kind, "presence": "host", "city": city, "country": country, "time_zone": zone,
            "starts_on": date(*first), "ends_on": date(*last), "starts_local": datetime.combine(date(*first), time(hours[0])),
            "ends_local": datetime.combine(date(*last), time(hours[1])), "confirmed_on": date(2026, 11, 20),
            "confirmed_source": "Agreed with the host"})
        add_team_member(actor, leg, coordinator, "head")
        if city != "London":
            add_team_member(actor, leg, officer, "speaker")
    return roadshow
