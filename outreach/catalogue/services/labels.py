"""Industries, stages and tags: add, edit, move, retire, bring back."""

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from outreach.activity import Actor, changes_of, record
from outreach.catalogue.models import IndustryNode, Stage, Tag
from outreach.db import db
from outreach.errors import Conflict, Refused
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText


@dataclass(frozen=True)
class LabelValues:
    """A label by language code (empty where there is none) and a place; `parent` is the id of an industry."""

    label: dict[str, str]
    order: int = 0
    parent: int | None = None


def localized(texts: dict[str, str], before: LocalizedText | None = None, by: str | None = None) -> LocalizedText:
    """A LocalizedText from a form: the source is kept where it still has a text, else the first language that has.

    A translation that was not touched keeps its status, so a rewritten source marks it as stale; one that was
    typed counts as reviewed by `by`.
    """
    filled = {code: text for code in LANGUAGES if (text := (texts.get(code) or "").strip())}
    source = before.source if before and before.source in filled else next(iter(filled), "zh")
    if before is None or before.source != source:
        made = LocalizedText(source, {})
        before = None
    else:
        made = LocalizedText(source, {code: entry for code, entry in before.texts.items() if code in filled})
    if filled and made.original != filled[source]:
        made = made.rewritten(filled[source])
    for code, text in filled.items():
        if code != source and (before is None or before.texts.get(code, {}).get("text") != text):
            made = made.translated(code, text, "reviewed", by)
    return made


def check_version(row, version: int) -> None:
    """Refuse an edit that was begun on an older state of the row. Raises Conflict."""
    if row.version != version:
        raise Conflict("changed_meanwhile", _("Somebody else changed this meanwhile. Load the page again and repeat your change."))


def create_industry(actor: Actor, code: str, values: LabelValues) -> IndustryNode:
    """Add a node below `values.parent`. Raises Refused for a code that is taken or a parent that is missing."""
    _check_code(IndustryNode, code)
    parent = db.session.get(IndustryNode, values.parent) if values.parent else None
    if parent is None:
        raise Refused("no_parent", _("Choose the industry under which the new one belongs."), field="parent")
    row = IndustryNode(code=code, label=_label(values, actor), order=values.order, active=True, fixed=False, parent=parent)
    db.session.add(row)
    record(actor, "catalogue.industry_created", row, label=row.label.original)
    return row


def edit_industry(actor: Actor, row: IndustryNode, values: LabelValues, version: int) -> IndustryNode:
    """Change labels, place and parent. Raises Refused where a node would hang below itself, Conflict if outdated."""
    check_version(row, version)
    changed = {"label": _label(values, actor, row.label), "order": values.order}
    if not row.fixed:
        parent = db.session.get(IndustryNode, values.parent) if values.parent else None
        if parent is None:
            raise Refused("no_parent", _("Choose the industry under which this one belongs."), field="parent")
        above: IndustryNode | None = parent
        while above is not None:
            if above.id == row.id:
                raise Refused("below_itself", _("An industry cannot belong under itself. Choose another place."), field="parent")
            above = above.parent
        changed["parent_id"] = parent.id
    return _apply(actor, row, changed, "catalogue.industry_changed")


def edit_stage(actor: Actor, row: Stage, values: LabelValues, version: int) -> Stage:
    """Change labels and place of a stage. Raises Conflict if outdated."""
    check_version(row, version)
    changed = {"label": _label(values, actor, row.label), "order": values.order}
    return _apply(actor, row, changed, "catalogue.stage_changed")


def create_tag(actor: Actor, code: str, values: LabelValues) -> Tag:
    """Add a tag. Raises Refused for a code that is taken."""
    _check_code(Tag, code)
    row = Tag(code=code, label=_label(values, actor), active=True)
    db.session.add(row)
    record(actor, "catalogue.tag_created", row, label=row.label.original)
    return row


def edit_tag(actor: Actor, row: Tag, values: LabelValues, version: int) -> Tag:
    """Change the labels of a tag. Raises Conflict if outdated."""
    check_version(row, version)
    return _apply(actor, row, {"label": _label(values, actor, row.label)}, "catalogue.tag_changed")


def set_active(actor: Actor, row: IndustryNode | Stage | Tag, active: bool) -> None:
    """Retire a row or bring it back. Records keep what they carry. Raises Refused for what the house needs."""
    if not active and isinstance(row, IndustryNode) and row.fixed:
        raise Refused("fixed", _("This industry always stays: every list is split by it."))
    if not active and isinstance(row, Stage) and row.code == "lead":
        raise Refused("first_stage", _("Every lead begins at this stage, so it stays in use."))
    if row.active == active:
        return
    changes = changes_of(row, {"active": active})
    row.version += 1
    if active:
        record(actor, "catalogue.restored", row, label=row.label.original, changes=changes)
    else:
        record(actor, "catalogue.retired", row, label=row.label.original, changes=changes)


def _label(values: LabelValues, actor: Actor, before: LocalizedText | None = None) -> LocalizedText:
    made = localized(values.label, before, actor.label)
    if not made:
        raise Refused("no_label", _("Enter the name in at least one language."), field="label_zh")
    return made


def _check_code(model, code: str) -> None:
    if db.session.scalars(select(model.id).where(model.code == code)).first() is not None:
        raise Refused("code_taken", _("The code “%(code)s” is taken. Choose another.", code=code), field="code")


def _apply(actor: Actor, row, values: dict, verb: str):
    changes = changes_of(row, values)
    if changes:
        row.version += 1
        record(actor, verb, row, label=row.label.original, changes=changes)
    return row
