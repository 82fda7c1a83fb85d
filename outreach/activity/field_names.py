"""The names of fields as the log writes them. Rooms name further ones at the door `timeline_kind`."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

#: Part of an entry's `data` beside the changes that readers should see.
NOTES = ("reason", "outcome", "proof")

#: What no reader needs: keys of order, marks of a repeated hour.
HIDDEN = frozenset({"sort_key", "key", "script", "name_order", "starts_fold", "ends_fold", "version"})

_NAMES = {
    # of many records
    "title": _l("Title"), "name": _l("Name (of a thing)"), "names": _l("Names"), "code": _l("Code"), "kind": _l("Kind"),
    "state": _l("State"),
    "role": _l("Role"), "label": _l("Name (of a thing)"), "active": _l("In use"), "order": _l("Place in the order"),
    "language": _l("Language"), "country": _l("Country"), "city": _l("City"), "website": _l("Website"),
    "time_zone": _l("Time zone"), "description": _l("Description"), "notes": _l("Notes"), "text": _l("Text"),
    "reason": _l("Reason"), "outcome": _l("Outcome"), "proof": _l("Proof"), "industries": _l("Industries"),
    "tags": _l("Tags"),
    "owner": _l("Owner"), "deputy": _l("Deputy"), "organisation": _l("Organisation"), "person": _l("Person"),
    "lead": _l("Lead"), "partner": _l("Partner"), "event": _l("Event"),
    # accounts
    "email": _l("Mail address"), "unit": _l("Unit"), "theme": _l("Appearance"),
    # events
    "series_id": _l("Series"), "parent_id": _l("Belongs to"), "position": _l("Place in the order"),
    "presence": _l("Our role"), "venue": _l("Venue"), "starts_on": _l("First day"), "ends_on": _l("Last day"),
    "days_known": _l("Days known"), "starts_local": _l("Begins at"), "ends_local": _l("Ends at"),
    "starts_at": _l("Begins at"), "ends_at": _l("Ends at"), "confirmed_on": _l("Confirmed on"),
    "confirmed_source": _l("Source of the confirmation"),
    "host_partner": _l("Host partner"), "travel_minutes": _l("Travel from the leg before, in minutes"), "note": _l("Note"),
    "member": _l("Who goes"),
    "public": _l("Shown on public pages"), "organiser": _l("Organiser"), "usual_months": _l("Usual months"),
    "cycle": _l("How often"), "cycle_year": _l("A year with an edition"), "cycle_note": _l("Note on the cycle"),
    "places": _l("Places by year"), "basis": _l("How far it is known"), "from_on": _l("From"), "until_on": _l("Until"),
    # leads
    "title_language": _l("Language of the title"), "stage": _l("Stage"), "channel": _l("Channel"),
    "owner_id": _l("Owner"), "deputy_id": _l("Deputy"), "organisation_id": _l("Organisation"),
    "next_step": _l("Next step"), "next_step_on": _l("Next step on"), "wake_up_on": _l("Wake-up date"),
    "investment": _l("Total investment"), "registered_capital": _l("Registered capital"),
    "plant_area_m2": _l("Plant area (m²)"), "clear_height_m": _l("Clear height (m)"),
    "floor_load_kn_m2": _l("Floor load (kN/m²)"),
    "power_kva": _l("Power supply (kVA)"), "land_mu": _l("Land (mu)"), "trl": _l("Technology readiness level"),
    "jobs": _l("Jobs"),
    "lost_reason": _l("Lost reason"), "major": _l("Major project"), "is_primary": _l("Primary decision maker"),
    "answer": _l("Our answer"),
    # people and organisations
    "full_name": lazy_pgettext("of a person", "Name"), "family_name": _l("Family name"), "given_name": _l("Given name"),
    "titles": _l("Academic title"),
    "gender": _l("Salutation"), "channels": _l("Mail addresses and phones"), "affiliations": _l("Organisations"),
    "job_title": _l("Job title"), "department": _l("Department"), "address": _l("Address"), "domain": _l("Mail domain"),
    "phone": _l("Phone"), "notes_language": _l("Language of the notes"), "street": _l("Street"), "postcode": _l("Postcode"),
    "industry": _l("Industry"), "legal_form": _l("Legal form"),
    # imports
    "encoding": _l("Encoding"), "separator": _l("Separator"), "doubtful": _l("Doubtful rows"), "mapping": _l("Columns"),
    # partners
    "agreement_from": _l("Agreement from"), "agreement_until": _l("Agreement until"),
}


def field_name(field: str) -> str:
    """The name of a field in the reader's language; a tidy form of its code where nobody named it."""
    known = _NAMES.get(field) or _NAMES.get(field.removesuffix("_id"))
    return str(known) if known else tidy(field.removesuffix("_id"))


def tidy(code: str) -> str:
    """A code as words: 'trade_show' is 'trade show'."""
    return code.replace("_", " ").replace(".", " ").strip()


def room_names() -> dict[str, str]:
    """Beginnings of verbs and what they concern, in the order of the filter."""
    return {
        "target": _("Targets"), "lead": _("Leads"),
        "intention": _("Intentions"), "event_contact": _("Event contacts"), "event": _("Events"),
        "budget": _("Budgets"), "trip": _("Trips"),
        "series": _("Event series"), "visit": _("Visiting plan"), "invitation": _("Invitations"), "person": _("People"),
        "organisation": _("Organisations"), "introduction": _("Introductions"),
        "duplicate": _("Possible duplicates"), "import": _("Imports"),
        "material": _("Materials"), "pack": _("Packs of materials"),
        "partner": _("Partners"), "feed": _("Calendar feeds"), "mail": _("Mails"), "consent": _("Consents"),
        "user": _("Users"), "unit": _("Units"), "token": _("API tokens"), "catalogue": _("Catalogue"),
        "list": _("Lists and exports"), "custom_field": _("Own fields"),
    }
