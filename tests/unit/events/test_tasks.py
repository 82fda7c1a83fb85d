"""Tasks of events: taken from a checklist, done, waiting for each other, moving along, reminding, copied."""

from datetime import date, timedelta

import pytest

from outreach.activity import SYSTEM
from outreach.activity.queries import timeline
from outreach.db import db, today_in, transaction
from outreach.errors import Conflict, Refused
from outreach.events.jobs import remind_of_tasks
from outreach.events.models import KINDS, ChecklistEntry, EventTask
from outreach.events.queries import tasks as asked
from outreach.events.services import checklist_lines, edit_event, planning
from outreach.events.services import tasks as services
from outreach.events.services.checklists import STARTER_CHECKLISTS
from outreach.i18n import LANGUAGES, in_language
from outreach.i18n.localized import LocalizedText
from outreach.mail.models import OutboxMail
from outreach.web import doors
from tests.factories.accounts import make_user
from tests.factories.events import make_event, make_member


@pytest.fixture
def coordinator(session):
    """A coordinator who reads English."""
    return make_user(role="coordinator", language="en", time_zone="Europe/Berlin")


def make_task(event, title: str = "Book the booth", **values) -> EventTask:
    """A task of an event."""
    with transaction():
        return services.add_task(SYSTEM, event, {"title": LocalizedText.of("en", title), **values})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_checklist_in_four_languages_without_a_circle(kind):
    lines = STARTER_CHECKLISTS[kind]
    keys = [line.key for line in lines]
    assert lines and len(keys) == len(set(keys))
    days = {line.key: (line.anchor == "end", line.offset_days) for line in lines}
    for line in lines:
        assert all(line.title.texts[code]["text"] for code in LANGUAGES)
        assert set(line.after) <= set(keys)
        # Whatever comes first is due first, so that no line waits for itself.
        assert all(days[first] <= days[line.key] and first != line.key for first in line.after)


def test_a_checklist_becomes_tasks_with_days_counted_from_the_event_and_owners_by_role(coordinator):
    event, support = make_event(), make_user(role="officer")
    make_member(event, coordinator, "head")
    make_member(event, support, "support")
    with transaction():
        made = services.apply_checklist(SYSTEM, event, asked.checklist("trade_show"))
    by_key = {task.entry_key: task for task in made}
    assert by_key["booth"].due_on == date(2027, 6, 22) - timedelta(days=110)
    assert by_key["report"].due_on == date(2027, 6, 25) + timedelta(days=15)
    assert by_key["visas"].owner_id == support.id and by_key["leads"].owner_id == coordinator.id
    assert [first.entry_key for first in by_key["builder"].after] == ["booth"]
    assert by_key["builder"].waiting == [by_key["booth"]]
    with transaction():
        assert services.apply_checklist(SYSTEM, event, asked.checklist("trade_show")) == []


def test_due_days_follow_the_event_and_done_ones_stay(coordinator):
    event = make_event()
    counted = make_task(event, anchor="start", offset_days=-30)
    done = make_task(event, "Done", anchor="start", offset_days=-60)
    fixed = make_task(event, "Fixed", due_on=date(2027, 5, 1))
    with transaction():
        services.set_done(SYSTEM, done, coordinator, True)
        edit_event(SYSTEM, event, {"starts_on": date(2027, 6, 29), "ends_on": date(2027, 7, 2)})
    assert (counted.due_on, done.due_on, fixed.due_on) == (date(2027, 5, 30), date(2027, 4, 23), date(2027, 5, 1))
    with transaction():
        planning.move_event(SYSTEM, event, 7)
    assert (counted.due_on, fixed.due_on) == (date(2027, 6, 6), date(2027, 5, 1))


def test_tasks_that_would_wait_for_each_other_are_refused_with_the_way(coordinator):
    event = make_event()
    first, second, third = (make_task(event, name) for name in ("First", "Second", "Third"))
    with transaction():
        services.edit_task(SYSTEM, second, {}, [first])
        services.edit_task(SYSTEM, third, {}, [second])
    with in_language("en"), pytest.raises(Refused) as refused, transaction():
        services.edit_task(SYSTEM, first, {}, [third])
    assert "First → Third → Second → First" in str(refused.value.message)
    with pytest.raises(Refused), transaction():
        services.edit_task(SYSTEM, first, {}, [first])


def test_the_second_of_two_edits_is_told(coordinator):
    task = make_task(make_event(), due_on=date(2027, 5, 1))
    opened_with = task.version
    with transaction():
        services.edit_task(SYSTEM, task, {"due_on": date(2027, 5, 2)}, version=opened_with)
    with pytest.raises(Conflict), transaction():
        services.edit_task(SYSTEM, task, {"due_on": date(2027, 5, 3)}, version=opened_with)


def test_owners_are_reminded_once_per_task_and_day_in_their_language(coordinator):
    owner = make_user(role="officer", language="de", time_zone="Asia/Shanghai")
    today = today_in("Asia/Shanghai")
    event = make_event(starts_on=today + timedelta(days=40), ends_on=today + timedelta(days=42))
    soon = make_task(event, "Soon", owner_id=owner.id, due_on=today + timedelta(days=2))
    make_task(event, "Late", owner_id=owner.id, due_on=today - timedelta(days=4))
    make_task(event, "Far", owner_id=owner.id, due_on=today + timedelta(days=20))
    make_task(event, "Nobody's", due_on=today)
    gone = make_event("GONE-2027", state="cancelled")
    make_task(gone, "Of a cancelled event", owner_id=owner.id, due_on=today)
    assert remind_of_tasks() == 1
    mail = db.session.scalars(db.select(OutboxMail)).one()
    assert (mail.to_email, mail.language) == (owner.email, "de")
    assert "Soon" in mail.text and "Late" in mail.text and "Far" not in mail.text and "cancelled" not in mail.text
    assert remind_of_tasks() == 0
    with transaction():
        services.edit_task(SYSTEM, soon, {"due_on": today + timedelta(days=3)})
    assert remind_of_tasks() == 1


def test_tasks_are_copied_open_at_the_same_distance(coordinator):
    source, target = make_event(), make_event("LASER-2029", starts_on=date(2029, 6, 26), ends_on=date(2029, 6, 29))
    first = make_task(source, "First", anchor="start", offset_days=-30)
    second = make_task(source, "Second", due_on=date(2027, 6, 1))
    with transaction():
        services.edit_task(SYSTEM, second, {}, [first])
        services.set_done(SYSTEM, first, coordinator, True)
        made = services.copy_tasks(SYSTEM, source, target)
    assert [task.due_on for task in made] == [date(2029, 5, 27), date(2029, 6, 5)]
    assert made[0].done_at is None and made[1].after == [made[0]]


def test_an_edited_checklist_changes_no_event_and_can_be_given_back(coordinator):
    event = make_event()
    with transaction():
        services.apply_checklist(SYSTEM, event, asked.checklist("trade_show"))
        line = checklist_lines.save_line(SYSTEM, "trade_show", {
            "title": LocalizedText.of("zh", "预订会议室"), "anchor": "start", "offset_days": -5, "role": "member", "after": []})
    assert line in asked.checklist("trade_show") and len(asked.tasks_of(event)) == len(STARTER_CHECKLISTS["trade_show"])
    with pytest.raises(Refused), transaction():
        checklist_lines.save_line(SYSTEM, "trade_show", {"title": line.title, "after": ["builder"]}, "booth")
    with transaction():
        checklist_lines.remove_line(SYSTEM, "trade_show", "goal")
    assert all("goal" not in entry.after for entry in asked.checklist("trade_show"))
    with transaction():
        checklist_lines.restore_starter(SYSTEM, "trade_show")
    assert db.session.scalars(db.select(ChecklistEntry)).all() == []


def test_a_coordinator_takes_the_checklist_over_ticks_and_edits(coordinator, sign_in):
    event, client = make_event(), sign_in(coordinator)
    page = client.get_page(f"/events/{event.id}/tasks")
    assert "Book the booth" in page.text and "110 days before the first day" in page.text
    client.post_page(f"/events/{event.id}/tasks/checklist", {"entries": ["goal", "booth"]})
    booth = db.session.scalars(db.select(EventTask).where(EventTask.entry_key == "booth")).one()
    assert client.post_page(f"/events/{event.id}/tasks/checklist", {}, status=422).errors()
    page = client.get_page(f"/events/{event.id}/tasks")
    assert "waits for" in page.text and page.heading.startswith("2 open tasks")
    client.post_page(f"/events/{event.id}/tasks/{booth.id}/done", {"done": "1"})
    db.session.expire_all()
    assert booth.done_by_id == coordinator.id
    client.post_page(f"/events/{event.id}/tasks", {"title": "Order flowers", "owner_id": str(coordinator.id)})
    flowers = db.session.scalars(db.select(EventTask).order_by(EventTask.id.desc())).first()
    page = client.get_page(f"/events/{event.id}/tasks/{flowers.id}")
    form = {"source": "en", "title_en": "Order flowers and water", "version": page.field("version"), "anchor": "end",
            "offset_days": "-1", "owner_id": str(coordinator.id), "after": [str(booth.id)], "note": "White"}
    client.post_page(f"/events/{event.id}/tasks/{flowers.id}", form)
    db.session.expire_all()
    assert (flowers.due_on, flowers.note, flowers.after) == (date(2027, 6, 24), "White", [booth])
    assert client.post_page(f"/events/{event.id}/tasks/{flowers.id}", {
        **form, "version": str(flowers.version), "offset_days": "9999"}, status=422).errors()
    assert "Order flowers and water" in client.get_page("/events/tasks").text
    client.post_page(f"/events/{event.id}/tasks/{flowers.id}/remove")
    assert db.session.get(EventTask, flowers.id) is None


def test_a_task_of_another_event_is_not_found(coordinator, sign_in):
    task, other = make_task(make_event()), make_event("OTHER-2027")
    sign_in(coordinator).get_page(f"/events/{other.id}/tasks/{task.id}", status=404)


@pytest.mark.parametrize("language", ["zh", "en", "de", "ko"])
def test_the_pages_open_in_every_language(session, sign_in, language):
    event, client = make_event(), sign_in(make_user(role="coordinator", language=language))
    with transaction():
        services.apply_checklist(SYSTEM, event, asked.checklist("trade_show")[:4])
    for path in (f"/events/{event.id}/tasks", "/events/tasks", "/events/tasks?who=all", "/events/checklists",
                 "/events/checklists/roadshow/new", "/events/checklists/roadshow/hosts"):
        client.get_page(path)
    client.get_page(f"/events/{event.id}")


def test_a_line_of_a_checklist_is_edited_on_its_page(coordinator, sign_in):
    client = sign_in(coordinator)
    form = {"source": "en", "title_en": "Hire a van", "anchor": "start", "offset_days": "-3", "role": "support"}
    client.post_page("/events/checklists/roadshow/new", form)
    line = next(line for line in asked.checklist("roadshow") if line.title.original == "Hire a van")
    form["version"] = client.get_page(f"/events/checklists/roadshow/{line.key}").field("version")
    assert client.post_page(f"/events/checklists/roadshow/{line.key}", {**form, "title_en": ""}, status=422).errors()
    client.post_page(f"/events/checklists/roadshow/{line.key}", {**form, "title_en": "Hire two vans"})
    client.post_page(f"/events/checklists/roadshow/{line.key}/remove")
    client.post_page("/events/checklists/roadshow/restore")
    client.get_page("/events/checklists")


def test_only_coordinators_and_administrators_write_checklists(session, sign_in):
    event = make_event()
    client = sign_in(make_user(role="officer"))
    assert "/events/checklists" not in client.get_page(f"/events/{event.id}/tasks").html
    client.get_page("/events/checklists", status=403)
    client.post_page("/events/checklists/roadshow/restore", status=403)
    sign_in(make_user(role="administrator")).get_page("/events/checklists")


def test_a_day_typed_for_a_new_task_is_counted_from_the_event_and_moves_along(session, sign_in):
    event, client = make_event(), sign_in(make_user(role="coordinator", language="en"))
    for title, day in (("Plants", "2027-06-15"), ("Thanks", "2027-06-28")):
        client.post_page(f"/events/{event.id}/tasks", {"title": title, "due_on": day})
    page = client.post_page(f"/events/{event.id}/tasks", {"title": "Far off", "due_on": "2039-01-01"}, status=422)
    assert page.errors() == ["At most 1000 days before or after the event"] and page.field("title") == "Far off"
    plants, thanks = services.tasks_by_id(event)
    assert (plants.anchor, plants.offset_days, thanks.anchor, thanks.offset_days) == ("start", -7, "end", 3)
    with transaction():
        planning.move_event(SYSTEM, event, 7)
    assert (plants.due_on, thanks.due_on) == (date(2027, 6, 22), date(2027, 7, 5))


def test_many_ways_between_tasks_are_looked_at_once_each(coordinator):
    from outreach.events.services.circles import way_back

    # Each of sixty comes after all before it: walking every way would never end.
    assert way_back(99, [60], lambda step: range(step)) == []
    assert way_back(3, [5], lambda step: {5: [4], 4: [3]}.get(step, [])) == [3, 5, 4, 3]


def test_somebody_who_left_gets_no_task_and_keeps_the_one_that_is_edited(coordinator):
    gone = make_user(role="officer")
    task = make_task(make_event(), owner_id=gone.id)
    with transaction():
        gone.active = False
    with pytest.raises(Refused), transaction():
        services.add_task(SYSTEM, task.event, {"title": LocalizedText.of("en", "New"), "owner_id": gone.id})
    with transaction():
        services.edit_task(SYSTEM, task, {"note": "Still theirs", "owner_id": gone.id})
    assert task.owner_id == gone.id


def test_an_edit_of_a_task_or_an_event_that_somebody_else_stored_meanwhile_is_told(coordinator):
    task = make_task(make_event())
    for row, edit in ((task, lambda version: services.edit_task(SYSTEM, task, {"note": "Mine"}, version=version)),
                      (task.event, lambda version: edit_event(SYSTEM, task.event, {"city": "Jena"}, version=version))):
        version, model = row.version, type(row)
        values = {"version": model.version + 1, **({"note": "Theirs"} if model is EventTask else {"city": "Ulm"})}
        with pytest.raises(Conflict), transaction():
            db.session.execute(db.update(model).where(model.id == row.id).values(**values).execution_options(
                synchronize_session=False))
            assert row.version == version
            edit(version)


def test_a_task_is_told_in_the_language_of_whoever_reads_the_timeline(coordinator):
    event = make_event()
    with transaction():
        task = services.apply_checklist(SYSTEM, event, asked.checklist("trade_show"))[0]
        services.set_done(SYSTEM, task, None, True)
    entry = next(one for one in db.session.scalars(timeline("event", event.id)) if one.verb == "event.task_done")
    for code in LANGUAGES:
        with in_language(code):
            assert task.title.texts[code]["text"] in doors.timeline_kind.get(entry.verb).sentence(entry)


def test_tasks_that_wait_for_a_role_go_to_whoever_gets_it(coordinator):
    event, other = make_event(), make_user(role="officer")
    with transaction():
        made = services.apply_checklist(SYSTEM, event, asked.checklist("trade_show"))
        own = services.add_task(SYSTEM, event, {"title": LocalizedText.of("en", "Own task"), "anchor": "start", "offset_days": -1})
    assert not any(task.owner_id for task in made)
    make_member(event, other)
    assert {task.owner_id for task in made} == {None, other.id}
    make_member(event, coordinator, "head")
    assert {task.owner_id for task in made} == {coordinator.id, other.id} and own.owner_id is None
    for code in LANGUAGES:
        with in_language(code):
            entry = next(one for one in db.session.scalars(timeline("event", event.id)) if one.verb == "event.tasks_assigned")
            assert str(entry.data["count"]) in doors.timeline_kind.get(entry.verb).sentence(entry)
