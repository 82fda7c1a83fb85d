"""Free texts of a lead: the original in its own language, translations with who stands for them."""

from flask_babel import gettext as _

from outreach.activity import Actor, record
from outreach.db import db, now
from outreach.errors import Refused
from outreach.i18n import LANGUAGES
from outreach.i18n.localized import LocalizedText
from outreach.leads.models import Lead, LeadText
from outreach.leads.services.parts import about
from outreach.leads.services.values import TextValues, check_text, lock


def write_text(actor: Actor, lead: Lead, values: TextValues, entry: LeadText | None = None) -> LeadText:
    """Add a text, or rewrite the original of `entry`: its translations count as stale from then on."""
    lock(lead)
    before = entry.text if entry else None
    if entry is None:
        entry = put_text(actor, lead, values)
    else:
        check_text(values)
        if values.language != entry.text.source:
            raise Refused(
                "language_kept", _("The original keeps its language. Add a translation instead."), field="language"
            )
        entry.text = entry.text.rewritten(values.text.strip())
        entry.author_label, entry.at = values.author_label or actor.label, now()
    if before == entry.text:
        return entry
    lead.version += 1
    db.session.flush()
    record(actor, "lead.text_written", lead, about=about(lead), field=entry.field,
           changes={"text": (before.original if before else None, entry.text.original)})
    return entry


def put_text(actor: Actor, lead: Lead, values: TextValues) -> LeadText:
    """Add a text without an entry of its own."""
    check_text(values)
    entry = LeadText(field=values.field, text=LocalizedText.of(values.language, values.text.strip()),
                     author_label=values.author_label or actor.label, at=values.at or now(), translated_at={})
    lead.texts.append(entry)
    db.session.flush()
    return entry


def translate_text(actor: Actor, entry: LeadText, language: str, text: str, *, machine: bool = False) -> LeadText:
    """Write a translation: reviewed where a person stands for it, machine where a programme made it.

    Raises Refused for the original's own language, an empty text, and a machine over a person's words.
    """
    lead = lock(entry.lead)
    check_text(TextValues(entry.field, language, text))
    if language not in LANGUAGES or language == entry.text.source:
        raise Refused("own_language", _("The original is in this language already"), field="language")
    if machine and entry.text.status(language) == "reviewed":
        raise Refused("reviewed_stays", _("A reviewed translation is not replaced by a machine"), field="text")
    before = entry.text.texts.get(language, {}).get("text")
    entry.text = entry.text.translated(language, text.strip(), "machine" if machine else "reviewed", by=actor.label)
    entry.translated_at = {**(entry.translated_at or {}), language: now().isoformat()}
    lead.version += 1
    db.session.flush()
    record(actor, "lead.text_translated", lead, about=about(lead), field=entry.field, language=language,
           status="machine" if machine else "reviewed", changes={"text": (before, text.strip())})
    return entry
