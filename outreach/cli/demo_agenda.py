"""An agenda of a promotion conference beside the fair, published once and worked on since, for `flask demo load`."""

from datetime import datetime, time, timedelta

from outreach.accounts.models import User
from outreach.activity import Actor
from outreach.events.models import Event
from outreach.events.queries.agenda import count_items
from outreach.events.services.agenda import publish, save_item, save_room, save_track
from outreach.i18n.localized import LocalizedText

#: (day from the first, from, until, kind, title, track, room, people expected, speakers)
_ITEMS = (
    (0, (9, 30), (10, 0), "reception", LocalizedText.of(
        "zh", "签到与茶歇", en="Registration and tea", de="Anmeldung und Tee", ko="등록 및 다과"), None, None, None, ()),
    (0, (10, 0), (10, 30), "talk", LocalizedText.of("zh", "园区投资环境推介", en="Investing in the zone",
     de="Investieren in der Zone", ko="단지 투자 환경 소개"), None, 0, 120, ("officer",)),
    (0, (10, 45), (11, 45), "session", LocalizedText.of("zh", "激光与光电产业链", en="Lasers and photonics: the supply chain",
     de="Laser und Photonik: die Lieferkette", ko="레이저·광전자 공급망"), 0, 0, 80,
     ("Prof. Ingo Falk",)),
    (0, (10, 45), (11, 45), "panel", LocalizedText.of("zh", "在华设厂：企业经验",
     en="Building a plant in China: what firms learned", de="Ein Werk in China: Erfahrungen", ko="중국 공장 설립 경험"), 1, 1, 60,
     ("coordinator",)),
    (0, (12, 0), (13, 0), "break", LocalizedText.of("zh", "午餐", en="Lunch", de="Mittagessen", ko="점심"), None, None, None, ()),
    (1, (9, 0), (12, 0), "visit", LocalizedText.of("zh", "走访参展企业", en="Visits to exhibitors", de="Besuche bei Ausstellern",
     ko="참가 기업 방문"), None, None, 12, ("officer",)),
)


def load_agenda(event: Event, coordinator: User, officer: User) -> None:
    """The agenda; made once."""
    if count_items(event):
        return
    actor, people = Actor.of(coordinator), {"coordinator": coordinator, "officer": officer}
    tracks = [save_track(actor, event, name, place) for place, name in enumerate((
        LocalizedText.of("zh", "技术", en="Technology", de="Technik", ko="기술"),
        LocalizedText.of("zh", "落户", en="Settling", de="Ansiedlung", ko="입주")))]
    rooms = [save_room(actor, event, "Saal 1", 100), save_room(actor, event, "Saal 2", 60)]
    made = []
    for day, begins, ends, kind, title, track, room, capacity, speakers in _ITEMS:
        on = event.starts_on + timedelta(days=day)
        made.append(save_item(actor, event, {
            "kind": kind, "title": title, "description": None, "starts_local": datetime.combine(on, time(*begins)),
            "ends_local": datetime.combine(on, time(*ends)), "capacity": capacity, "public": True,
            "track_id": None if track is None else tracks[track].id, "room_id": None if room is None else rooms[room].id,
        }, [people.get(name, name) for name in speakers]))
    publish(actor, event, coordinator)
    panel = made[3]
    values = {name: getattr(panel, name) for name in ("kind", "title", "track_id", "room_id", "capacity", "public")}
    later = timedelta(minutes=30)
    hours = {"starts_local": panel.starts_local + later, "ends_local": panel.ends_local + later}
    save_item(actor, event, {**values, **hours}, None, panel)
