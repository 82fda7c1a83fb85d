"""Pages of merges: find the other record, choose field by field, merge, look at what was merged, and take it back."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from outreach.activity import Actor
from outreach.contacts import queries
from outreach.contacts.models import Organisation, Person, RecordMerge
from outreach.contacts.services.likeness import likeness_of
from outreach.contacts.services.matching import reasons_as_json
from outreach.contacts.services.merged import refuse_one
from outreach.contacts.services.merging import merge_records, preview_merge, undo_merge
from outreach.contacts.services.wording import reason_lines
from outreach.contacts.views import blueprint
from outreach.contacts.views.merge_sheet import left_words, sheet_of
from outreach.contacts.views.moved import lead_on, told_conflict
from outreach.db import paginate, transaction
from outreach.errors import Conflict, NotFound, Refused
from outreach.web import access

Record = Person | Organisation
_GET = {"person": queries.get_person, "organisation": queries.get_organisation}
_FIND = {"person": queries.find_people, "organisation": queries.find_organisations}
#: How many records the search for the other one offers.
_OFFERED = 12


def record_url(kind: str, key: int, endpoint: str = "") -> str:
    """The page of a person or organisation, or of its merge."""
    endpoint = endpoint or f"contacts.{kind}"
    return url_for(endpoint, **{f"{kind}_id": key})


@blueprint.route("/people/<int:person_id>/merge", methods=["GET", "POST"])
@access.writers
def merge_people(person_id: int):
    """Make one person of two; GET shows what would become of every field and row."""
    return _merge_page("person", person_id)


@blueprint.route("/organisations/<int:organisation_id>/merge", methods=["GET", "POST"])
@access.writers
def merge_organisations(organisation_id: int):
    """Make one organisation of two; GET shows what would become of every field and row."""
    return _merge_page("organisation", organisation_id)


def _merge_page(kind: str, key: int):
    viewer = access.viewer()
    sent = request.form if request.method == "POST" else request.args
    other_id = _asked(key, sent.get("with", ""))
    if other_id:
        refuse_one(kind, key, other_id)
    kept = _GET[kind](viewer, key)
    other = _GET[kind](viewer, other_id) if other_id else None
    if other is None:
        return _choose_page(kind, kept)
    choices = {name.removeprefix("take."): side for name, side in sent.items() if name.startswith("take.") and side}
    if request.method == "GET":
        return _preview_page(kind, kept, other, choices)
    try:
        with transaction():
            merge = merge_records(Actor.of(viewer), kind, kept.id, other.id, choices, versions=_versions())
    except Conflict as error:
        if error.code == "already_one":
            raise
        kept, other = (_GET[kind](viewer, row_id) for row_id in (key, other.id))
        return _preview_page(kind, kept, other, choices, str(error)), 409
    flash(_("Merged. The two can be parted again on the page of the merge."))
    return redirect(_then(merge) or record_url(kind, key))


def _then(merge: RecordMerge) -> str | None:
    """Where whoever came from elsewhere than a record goes on after a merge."""
    return {"merge": url_for("contacts.merge", merge_id=merge.id),
            "duplicates": url_for("contacts.duplicates", kind=merge.kind if merge.kind != "person" else None),
            }.get(request.form.get("then", ""))


def _asked(key: int, asked: str) -> int | None:
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 9:
        raise NotFound("record_not_found", _("One of the two records does not exist any more."))
    if int(asked) == key:
        raise Refused("same_record", _("This is one record. Choose another one to merge it with."))
    return int(asked)


def _versions() -> tuple[int, int]:
    """The versions at the preview; what nobody sent is that of no record."""
    given = [request.form.get(name, "") for name in ("version", "other_version")]
    kept, other = (int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0 for text in given)
    return kept, other


def _choose_page(kind: str, kept: Record) -> str:
    """Whom to merge with: pairs that wait for a decision, and a search."""
    viewer, q = access.viewer(), request.args.get("q", "").strip()[:200]
    alike = [pair.other if pair.other.id != kept.id else getattr(pair, kind)
             for pair in queries.open_pairs_of(viewer, kind, kept.id)]
    found = paginate(_FIND[kind](viewer, q), 1, _OFFERED).items if q else []
    return render_template("contacts/merge_choose.html", kind=kind, kept=kept, alike=alike, q=q, record_url=record_url,
                           found=[row for row in found if row.id != kept.id])


def _preview_page(kind: str, kept: Record, other: Record, choices: dict, problem: str = "") -> str:
    plan = preview_merge(kind, kept.id, other.id, choices)
    comparison = likeness_of(kind, kept.id, other.id)
    return render_template(
        "contacts/merge.html", kind=kind, kept=kept, other=other, sheet=sheet_of(plan), problem=problem,
        why=reason_lines(reasons_as_json(comparison)), denied=queries.said_not_same(access.viewer(), kind, kept.id, other.id),
        record_url=record_url, then=then if (then := request.values.get("then")) in ("merge", "duplicates") else None)


@blueprint.get("/merges/")
@access.staff
def merges():
    """All merges, newest first."""
    page = paginate(queries.merges(access.viewer()), request.args.get("page"), 30)
    return render_template("contacts/merges.html", page=page, ends=queries.ends_of(page.items), record_url=record_url)


@blueprint.get("/merges/<int:merge_id>")
@access.staff
def merge(merge_id: int):
    """One merge: who was merged, by whom, what moved; after an undo what stayed."""
    viewer = access.viewer()
    row = queries.get_merge(viewer, merge_id)
    edited, stays = left_words(row.snapshot.left if row.snapshot else {})
    return render_template(
        "contacts/merge_result.html", merge=row, ends=queries.ends_of([row]), record_url=record_url, edited=edited,
        stays=stays, now_at=queries.merged_into(row.kind, row.kept_id or 0) or row.kept_id,
        may_write=viewer.role in access.WRITERS)


@blueprint.post("/merges/<int:merge_id>/undo")
@access.writers
def undo_of_merge(merge_id: int):
    """Part two records again; what was edited since stays, and the page of the merge lists it."""
    with transaction():
        row = undo_merge(Actor.of(access.viewer()), merge_id, remember=bool(request.form.get("remember")))
    left = row.snapshot.left
    flash(_("The two records are parted again") if not left["edited"] and not left["stays"]
          else _("The two records are parted again; what stays as it is stands below"))
    return redirect(url_for("contacts.merge", merge_id=merge_id))


blueprint.register_error_handler(NotFound, lead_on)
blueprint.register_error_handler(Conflict, told_conflict)
