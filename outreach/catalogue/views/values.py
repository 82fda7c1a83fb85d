"""The settings, one form per group."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from outreach.activity import Actor
from outreach.catalogue import queries, services
from outreach.catalogue.forms import settings_form
from outreach.catalogue.services.labels import localized
from outreach.catalogue.settings import GROUPS, Known, in_group
from outreach.catalogue.views.blueprint import blueprint
from outreach.db import transaction
from outreach.errors import NotFound, Refused
from outreach.i18n import LANGUAGES, current_language, formats
from outreach.web import access
from outreach.web.access import viewer


@blueprint.route("/settings/<group>", methods=["GET", "POST"])
@access.administrators
def settings(group: str):
    """Show and change a group of settings."""
    if group not in GROUPS:
        raise NotFound("not_found", _("There is no such group of settings."))
    form = settings_form(group)()
    if form.validate_on_submit() and (answer := _save(form, group)):
        return answer
    if not form.is_submitted():
        _fill(form, group)
    page = render_template(
        "catalogue/settings.html", form=form, group=group, groups=GROUPS, known=in_group(group),
        changed=queries.changed_settings(), default_text=default_text, codes=list(LANGUAGES))
    return page, 422 if form.errors else 200


def _save(form, group: str):
    """Store what was typed; None where it was refused and the page must come again."""
    user = viewer()
    values = {known.key: _typed(form, known, user.label) for known in in_group(group)}
    try:
        with transaction():
            changed = services.change_settings(Actor.of(user), values)
    except Refused as refusal:
        form.fail(refusal.field, refusal.message)
        return None
    flash(ngettext("%(num)s setting was changed.", "%(num)s settings were changed.", len(changed)) if changed
          else _("Nothing was changed."))
    return redirect(url_for("catalogue.settings", group=group))


def _typed(form, known: Known, by: str):
    """The value of a setting as the form has it."""
    if known.kind.startswith("localized"):
        texts = {code: form[f"{known.key}_{code}"].data or "" for code in LANGUAGES}
        return localized(texts, queries.setting(known.key), by)
    value = form[known.key].data
    return value or "" if known.kind == "text" else value


def _fill(form, group: str) -> None:
    for known in in_group(group):
        value = queries.setting(known.key)
        if known.kind.startswith("localized"):
            for code in LANGUAGES:
                form[f"{known.key}_{code}"].data = value.texts.get(code, {}).get("text", "")
        else:
            form[known.key].data = value


def default_text(known: Known) -> str:
    """The default of a setting as the reader writes it; 'empty' where it has none."""
    if known.kind == "whole":
        return _("%(number)s %(unit)s", number=formats.number(known.default), unit=known.unit)
    if known.kind == "time":
        return f"{known.default:%H:%M}"
    if known.kind.startswith("localized") and known.default:
        return known.default.shown(current_language().code).text
    return _("empty")
