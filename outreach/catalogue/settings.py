"""The settings that the house knows: key, group, kind, default, limits and label. Rows exist only for changed ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l

from outreach.i18n.localized import LocalizedText

#: Groups in the order of the admin page.
GROUPS = {
    "office": _l("The centre"),
    "answers": _l("Answer times"),
    "projects": _l("Projects"),
    "work": _l("Records and reports"),
    "legal": _l("Provider and contact"),
    "pages": _l("Texts of the public pages"),
}
#: What a value is: whole number, short text, text in four languages (one line or several), mail addresses, time of day.
KINDS = ("whole", "text", "localized", "localized_long", "mails", "time")


@dataclass(frozen=True)
class Known:
    """One setting. `least` and `most` bound a whole number; `unit` is written after it; `longest` bounds a text."""

    key: str
    group: str
    kind: str
    default: Any
    label: Any
    hint: Any = ""
    unit: Any = ""
    least: int = 0
    most: int = 0
    longest: int = 300

    def store(self, value: Any) -> Any:
        """What JSON holds for a value."""
        if isinstance(value, LocalizedText):
            return {"source": value.source, "texts": value.texts}
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def read(self, stored: Any) -> Any:
        """The typed value behind stored JSON: int, str, LocalizedText, list of addresses or time."""
        reader: dict[str, Callable[[Any], Any]] = {
            "whole": int, "text": str, "mails": list, "time": time.fromisoformat,
            "localized": _localized, "localized_long": _localized,
        }
        return reader[self.kind](stored)


def _localized(stored: dict) -> LocalizedText:
    return LocalizedText(stored["source"], stored["texts"])


def _days(key: str, group: str, default: int, label: Any, hint: Any = "", most: int = 365) -> Known:
    return Known(key, group, "whole", default, label, hint, _l("days"), 1, most)


def _working_days(key: str, default: int, label: Any) -> Known:
    return Known(key, "answers", "whole", default, label, "", _l("working days (China)"), 1, 60)


_NOTHING = LocalizedText("zh", {})

KNOWN: dict[str, Known] = {item.key: item for item in (
    Known("centre_name", "office", "localized", LocalizedText.of(
        "zh", "无锡惠山创业中心", en="Wuxi Huishan Entrepreneurship Centre", de="Gründerzentrum Wuxi-Huishan",
        ko="우시 후이산 창업센터"), _l("Name of the centre")),
    Known("zone_name", "office", "localized", LocalizedText.of(
        "zh", "经济技术开发区", en="Economic and technological development zone",
        de="Wirtschafts- und Technologieentwicklungszone", ko="경제기술개발구"), _l("Name of the zone")),
    Known("postal_address", "office", "localized_long", _NOTHING, _l("Postal address"), longest=500),
    Known("office_hours_start", "office", "time", time(9, 0), _l("Beginning of the working day"),
          _l("Shared working hours of several places are counted from this time on.")),
    Known("office_hours_end", "office", "time", time(18, 0), _l("End of the working day"),
          _l("Deadlines end at this time in the place whose working days count.")),
    _working_days("answer_acknowledge_days", 1, _l("Acknowledge an intention within")),
    _working_days("answer_verdict_days", 3, _l("Decide on an intention within")),
    _working_days("answer_feedback_days", 7, _l("Report back to the partner within")),
    Known("key_project_cny", "projects", "whole", 100_000_000, _l("Key project from"),
          _l("Total investment after conversion."), _l("yuan"), 1, 10**13),
    Known("major_project_cny", "projects", "whole", 1_000_000_000, _l("Major project from"),
          _l("Total investment after conversion. A leader is responsible for it."), _l("yuan"), 1, 10**13),
    _days("silence_days", "projects", 14, _l("Remind the owner when a lead is silent for")),
    _days("task_reminder_days", "work", 3, _l("Remind of event tasks before the due day by")),
    _days("import_undo_days", "work", 30, _l("An import can be undone for")),
    _days("trip_report_days", "work", 15, _l("Trip report due after the return within")),
    Known("contact_retention_months", "work", "whole", 24, _l("Keep contacts without dealings for"),
          _l("After that they are put forward for deletion."), _l("months"), 1, 240),
    Known("fact_fresh_months", "work", "whole", 12, _l("Facts in the dossier of a target count as fresh for"),
          _l("Older ones are marked, and the list of targets can be narrowed to them."), _l("months"), 1, 120),
    Known("legal_entity", "legal", "text", "", _l("Legal name of the provider"), _l("As registered, with its legal form.")),
    Known("legal_representative", "legal", "text", "", _l("Authorised representative")),
    Known("legal_register", "legal", "text", "", _l("Register and number"),
          _l("Register court and number, or the unified social credit code.")),
    Known("legal_phone", "legal", "text", "", _l("Telephone"), longest=60),
    Known("legal_mails", "legal", "mails", [], _l("Mail addresses of the provider"), _l("One address per line.")),
    Known("legal_editor", "legal", "text", "", _l("Responsible for the content"), _l("Name and address; Germany asks for it.")),
    Known("vat_id", "legal", "text", "", _l("VAT identification number"), longest=60),
    Known("eu_representative", "legal", "text", "", _l("Representative in the European Union"),
          _l("Name and address, where article 27 of the GDPR asks for one."), longest=500),
    Known("icp_number", "legal", "text", "", _l("ICP number"), _l("Shown at the foot of every public page."), longest=60),
    Known("data_protection_mails", "legal", "mails", [], _l("Mail addresses for data protection"), _l("One address per line.")),
    Known("data_protection_officer", "legal", "text", "", _l("Data protection officer"), _l("Name or office.")),
    Known("privacy_text", "pages", "localized_long", _NOTHING, _l("Addition to the privacy notice"),
          _l("Shown below the text that comes with the programme."), longest=20_000),
    Known("imprint_text", "pages", "localized_long", _NOTHING, _l("Addition to the imprint"),
          _l("Shown below the facts of the provider."), longest=20_000),
    Known("accessibility_text", "pages", "localized_long", _NOTHING, _l("Addition to the accessibility statement"),
          _l("Shown below the text that comes with the programme."), longest=20_000),
)}


def in_group(group: str) -> list[Known]:
    """The settings of a group in the order of the page."""
    return [item for item in KNOWN.values() if item.group == group]
