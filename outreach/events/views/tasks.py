"""Tasks of an event, my own tasks, and the checklists of each kind of event."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.accounts.queries import staff_users
from outreach.activity import Actor
from outreach.db import db, paginate, today_in, transaction
from outreach.errors import Refused
from outreach.events import queries
from outreach.events.forms.tasks import ApplyForm, EntryLineForm, QuickTaskForm, TaskForm
from outreach.events.models import KINDS, ChecklistEntry, Event, EventTask
from outreach.events.models.tasks import due_day
from outreach.events.queries import tasks as asked
from outreach.events.services import checklist_lines
from outreach.events.services import tasks as services
from outreach.events.services.checklists import StarterEntry
from outreach.events.views import blueprint
from outreach.events.views.showing import record_page
from outreach.i18n import current_language
from outreach.web import access
from outreach.web.edits import edited
from outreach.web.once import once, store


@blueprint.route("/events/<int:event_id>/tasks", methods=["GET", "POST"])
@access.staff_reads
def tasks(event_id: int):
    """What is to be done, by whom and until when; a new task in one line, or the lines of a checklist."""
    viewer = access.viewer()
    form = QuickTaskForm(users=staff_users())
    if viewer.role in access.WRITERS and form.validate_on_submit():
        try:
            once(EventTask, lambda: _add_task(event_id, form))
            return redirect(url_for("events.tasks", event_id=event_id) + "#add")
        except Refused as refused:
            form.fail({"offset_days": "due_on"}.get(refused.field or "", refused.field if refused.field in form else "title"),
                      refused.message)
    return _page(queries.get_event(viewer, event_id), form), 422 if form.errors else 200


def _add_task(event_id: int, form: QuickTaskForm) -> EventTask:
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    day = services.counted(event, form.due_on.data) if form.due_on.data else {}
    return services.add_task(Actor.of(viewer), event, {**form.values(viewer.language), **day})


def _page(event: Event, form: QuickTaskForm | None = None, apply_form: ApplyForm | None = None) -> str:
    today = today_in(access.viewer().time_zone)
    found = asked.tasks_of(event)
    applied = {task.entry_key for task in found}
    lines = [(entry, due_day(event, entry.anchor, entry.offset_days)) for entry in asked.checklist(event.kind)
             if entry.key not in applied]
    return record_page(
        event, "events.tasks", tab_title=_("Tasks"), groups=asked.grouped(found, today), asked=asked, today=today,
        form=form or QuickTaskForm(formdata=None, users=staff_users()), lines=lines,
        apply_form=apply_form or ApplyForm(formdata=None), any_task=bool(found))


@blueprint.post("/events/<int:event_id>/tasks/checklist")
@access.writers
def apply_checklist(event_id: int):
    """Take the chosen lines of the checklist over as tasks."""
    viewer, form = access.viewer(), ApplyForm()
    event = queries.get_event(viewer, event_id)
    if form.validate_on_submit():
        with transaction():
            event = queries.get_event(viewer, event_id)
            chosen = [entry for entry in asked.checklist(event.kind) if entry.key in form.entries.data]
            made = services.apply_checklist(Actor.of(viewer), event, chosen)
            said = ngettext("%(num)s task was added", "%(num)s tasks were added", len(made))
        flash(said)
        return redirect(url_for("events.tasks", event_id=event_id))
    return _page(event, apply_form=form), 422


@blueprint.post("/events/<int:event_id>/tasks/<int:task_id>/done")
@access.writers
def set_task_done(event_id: int, task_id: int):
    """Tick a task off, or open it again; back to where that was asked."""
    viewer = access.viewer()
    with transaction():
        task = asked.get_task(queries.get_event(viewer, event_id), task_id)
        services.set_done(Actor.of(viewer), task, viewer, request.form.get("done") == "1")
    if request.form.get("back") == "mine":
        return redirect(url_for("events.my_tasks"))
    return redirect(url_for("events.tasks", event_id=event_id) + f"#task-{task_id}")


@blueprint.route("/events/<int:event_id>/tasks/<int:task_id>", methods=["GET", "POST"])
@access.writers
def edit_task(event_id: int, task_id: int):
    """Change a task: words, owner, day, what comes first."""
    viewer = access.viewer()
    event = queries.get_event(viewer, event_id)
    task = asked.get_task(event, task_id)
    form = edited(lambda **data: _task_form(event, task, **data))
    if form.validate_on_submit():
        try:
            with transaction():
                stored = asked.get_task(queries.get_event(viewer, event_id), task_id)
                others = {other.id: other for other in services.tasks_by_id(stored.event)}
                services.edit_task(Actor.of(viewer), stored, form.values(),
                                   [others[number] for number in form.after.data or [] if number in others],
                                   version=form.opened_with)
            return redirect(url_for("events.tasks", event_id=event_id) + f"#task-{task_id}")
        except Refused as refused:
            form.refuse(refused, "owner_id", title=f"title_{form.source.data}")
    page = render_template("events/task_edit.html", event=queries.get_event(viewer, event_id), task=task, form=form,
                           event_zone=event.time_zone)
    return page, form.status


def _task_form(event: Event, task: EventTask, **data) -> TaskForm:
    form = TaskForm(task=task, others=asked.tasks_of(event), users=staff_users(), titled=_titled, **data)
    if not form.is_submitted():
        form.fill()
    return form


def _titled(item) -> str:
    return item.title.shown(current_language().code).text


@blueprint.post("/events/<int:event_id>/tasks/<int:task_id>/remove")
@access.writers
def remove_task(event_id: int, task_id: int):
    """Take a task away."""
    viewer = access.viewer()
    with transaction():
        task = asked.get_task(queries.get_event(viewer, event_id), task_id)
        said = _("“%(name)s” is no longer on the list", name=_titled(task))
        services.remove_task(Actor.of(viewer), task)
    flash(said)
    return redirect(url_for("events.tasks", event_id=event_id))


@blueprint.get("/events/tasks")
@access.staff
def my_tasks():
    """The viewer's own open tasks over all events, or everybody's, by due day."""
    viewer = access.viewer()
    everybody = request.args.get("who") == "all"
    page = paginate(asked.open_tasks(viewer, None if everybody else viewer.id), request.args.get("page"))
    return render_template("events/my_tasks.html", page=page, everybody=everybody, asked=asked, labels=queries,
                           today=today_in(viewer.time_zone), late=asked.count_late(viewer),
                           may_write=viewer.role in access.WRITERS)


@blueprint.get("/events/checklists")
@access.roles("coordinator")
def checklists():
    """The checklist of each kind of event."""
    kinds = [(kind, asked.checklist(kind), asked.is_own_checklist(kind)) for kind in KINDS]
    return render_template("events/checklists.html", kinds=kinds, asked=asked, labels=queries)


@blueprint.route("/events/checklists/<kind>/new", methods=["GET", "POST"])
@access.roles("coordinator")
def new_line(kind: str):
    """A new line of a checklist."""
    return _edit_line(kind, None)


@blueprint.route("/events/checklists/<kind>/<key>", methods=["GET", "POST"])
@access.roles("coordinator")
def edit_line(kind: str, key: str):
    """Change a line of a checklist."""
    return _edit_line(kind, key)


def _edit_line(kind: str, key: str | None):
    viewer = access.viewer()
    lines = asked.checklist(kind)
    line = next((line for line in lines if line.key == key), None)
    if kind not in KINDS or (key and line is None):
        return redirect(url_for("events.checklists"))
    form = edited(lambda **data: _line_form(line, lines, **data), line is not None)
    if form.validate_on_submit():
        try:
            store(ChecklistEntry, lambda: checklist_lines.save_line(
                Actor.of(viewer), kind, form.values(), key, version=form.opened_with), new=line is None)
            return redirect(url_for("events.checklists") + f"#{kind}")
        except Refused as refused:
            form.refuse(refused, "offset_days", title=f"title_{form.source.data}")
    page = render_template("events/line_edit.html", form=form, kind=kind, line=line, labels=queries)
    return page, form.status


def _line_form(line: ChecklistEntry | StarterEntry | None, lines: list, **data) -> EntryLineForm:
    form = EntryLineForm(entry=line, others=lines, titled=_titled, **data)
    if not form.is_submitted():
        if line:
            form.fill(line)
        else:
            form.source.data, form.anchor.data, form.role.data = access.viewer().language, "start", "head"
    return form


@blueprint.post("/events/checklists/<kind>/<key>/remove")
@access.roles("coordinator")
def remove_line(kind: str, key: str):
    """Take a line away."""
    try:
        with transaction():
            checklist_lines.remove_line(Actor.of(access.viewer()), kind, key)
    except Refused as refused:
        flash(refused.message)
    return redirect(url_for("events.checklists") + f"#{kind}")


@blueprint.post("/events/checklists/<kind>/restore")
@access.roles("coordinator")
def restore_checklist(kind: str):
    """Give the lines of the programme back."""
    with transaction():
        checklist_lines.restore_starter(Actor.of(access.viewer()), kind)
    db.session.expire_all()
    return redirect(url_for("events.checklists") + f"#{kind}")
