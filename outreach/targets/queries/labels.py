"""The words for what targets and their facts carry as codes."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

KIND_LABELS = {
    "leader_firm": _l("Leading enterprise"), "technology_holder": _l("Holder of a key technology"),
    "association": _l("Association"), "institute": lazy_pgettext("target", "Institute"), "other": _l("Other strategic force"),
}
STATE_LABELS = {
    "researched": lazy_pgettext("target", "Researched"), "approached": lazy_pgettext("target", "Approached"),
    "met": lazy_pgettext("target", "Met"), "converted": lazy_pgettext("target", "Became a lead"),
    "dropped": lazy_pgettext("target", "Dropped"),
}
#: Kind of the tag in which a state is shown, and its sign.
STATE_TAGS = {"researched": ("info", "search"), "approached": ("info", "mail"), "met": ("ok", "people"),
              "converted": ("ok", "lead"), "dropped": ("none", "x")}
PRIORITY_LABELS = {1: lazy_pgettext("priority", "High"), 2: lazy_pgettext("priority", "Medium"),
                   3: lazy_pgettext("priority", "Low")}
FACT_LABELS = {
    "size": lazy_pgettext("fact", "Size"), "structure": lazy_pgettext("fact", "Structure"),
    "conduct": lazy_pgettext("fact", "Conduct in the market"), "direction": lazy_pgettext("fact", "Direction"),
    "technology": lazy_pgettext("fact", "Technology"), "investment": lazy_pgettext("fact", "Investment and expansion"),
    "china": lazy_pgettext("fact", "Links to China"), "exhibits": lazy_pgettext("fact", "Exhibits at"),
    "other": lazy_pgettext("fact", "Further"),
}
