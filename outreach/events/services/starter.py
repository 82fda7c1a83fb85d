"""The starter catalogue: real trade shows with what is known of them. Months are the usual ones, never dates.

`basis` says how far a row is known: 'source' was read in a public source, 'knowledge' was not; both are checked
again for every edition, which therefore begins unconfirmed.
"""

from dataclasses import dataclass
from typing import Any

from outreach.i18n.localized import LocalizedText
from outreach.identity.reasons import N_

_ZONES = {"DE": "Europe/Berlin", "GB": "Europe/London", "KR": "Asia/Seoul", "CN": "Asia/Shanghai",
          None: "Europe/Berlin"}
_P, _S, _M = "photonics", "smart_manufacturing", "new_materials"


@dataclass(frozen=True)
class StarterSeries:
    """One series. `proper` names are written alike in every language; `chinese` is the Chinese name where known."""

    code: str
    name: str
    industries: tuple[str, ...]
    country: str | None
    city: str
    venue: str
    months: tuple[int, ...]
    cycle: str
    basis: str
    note: str = ""
    proper: bool = True
    chinese: str = ""
    organiser: str = ""
    cycle_year: int | None = None
    places: tuple[tuple[int, str, str, str], ...] = ()

    @property
    def title(self) -> LocalizedText:
        """The name in the languages in which it is known."""
        if self.chinese:
            return LocalizedText.of("zh", self.chinese, en=self.name)
        same = dict.fromkeys(("zh", "de", "ko"), self.name) if self.proper else {}
        return LocalizedText.of("en", self.name, **same)

    def values(self) -> dict[str, Any]:
        """Columns of an EventSeries."""
        places = {str(year): {"country": country, "city": city, "venue": "", "time_zone": zone}
                  for year, country, city, zone in self.places}
        return {
            "code": self.code, "name": self.title, "kind": "trade_show", "industries": list(self.industries),
            "country": self.country, "city": self.city, "venue": self.venue, "time_zone": _ZONES[self.country],
            "usual_months": list(self.months), "cycle": self.cycle, "cycle_year": self.cycle_year,
            "cycle_note": self.note, "basis": self.basis, "organiser": self.organiser, "places": places,
        }


_ROW = StarterSeries
STARTER: tuple[StarterSeries, ...] = (
    _ROW("LASER", "LASER World of PHOTONICS", (_P,), "DE", "München", "Messe München", (6,), "odd_years", "source"),
    _ROW("AUTOMATICA", "automatica", (_S,), "DE", "München", "Messe München", (6,), "odd_years", "source",
         N_("With LASER World of PHOTONICS since 2023")),
    _ROW("HANNOVER-MESSE", "HANNOVER MESSE", (_S,), "DE", "Hannover", "", (4,), "yearly", "source"),
    _ROW("SPS", "SPS – Smart Production Solutions", (_S,), "DE", "Nürnberg", "", (11,), "yearly", "source",
         N_("Last full week of November until 2027")),
    _ROW("EMO", "EMO", (_S,), None, "", "", (9,), "odd_years", "source", N_("The city changes; September in 2025"),
         places=((2025, "DE", "Hannover", "Europe/Berlin"), (2027, "IT", "Milan", "Europe/Rome"),
                 (2029, "DE", "Hannover", "Europe/Berlin"), (2031, "IT", "Milan", "Europe/Rome"))),
    _ROW("OPTATEC", "OPTATEC", (_P,), "DE", "Frankfurt", "", (5,), "even_years", "source", N_("The month is from memory")),
    _ROW("VISION", "VISION", (_P,), "DE", "Stuttgart", "", (10,), "even_years", "knowledge", N_("Machine vision")),
    _ROW("FORMNEXT", "Formnext", (_S, _M), "DE", "Frankfurt", "", (11,), "yearly", "knowledge",
         N_("Additive manufacturing")),
    _ROW("K", "K", (_M,), "DE", "Düsseldorf", "", (10,), "three_years", "knowledge",
         N_("Plastics, rubber, composites; 2025, 2028"), cycle_year=2025),
    _ROW("PRODUCTRONICA", "productronica", (_P, _S), "DE", "München", "", (11,), "odd_years", "knowledge"),
    _ROW("GRAPHENE-WEEK", "Graphene Week", (_M,), None, "", "", (9, 10), "yearly", "source",
         N_("The city changes: Manchester 2015, Gothenburg 2023, Prague 2024; June in 2015")),
    _ROW("MACH", "MACH", (_S,), "GB", "Birmingham", "NEC", (4,), "even_years", "source", organiser="MTA"),
    _ROW("SMART-MANUFACTURING-WEEK", "Smart Manufacturing Week", (_S,), "GB", "Birmingham", "NEC", (6,), "yearly",
         "source", N_("Smart Factory Expo, Maintec, Drives & Controls, Design & Engineering; 3–4 June in 2026"),
         proper=False),
    _ROW("ADVANCED-ENGINEERING", "Advanced Engineering UK", (_M, _S), "GB", "Birmingham", "NEC", (10, 11), "yearly",
         "source", N_("Partly from memory"), proper=False),
    _ROW("ADVANCED-MATERIALS", "Advanced Materials Show UK", (_M,), "GB", "Birmingham", "NEC", (7,), "yearly",
         "knowledge", proper=False),
    _ROW("PHOTONEX", "Photonex", (_P,), "GB", "", "", (10, 11, 12), "yearly", "source",
         N_("Now SPIE; Stoneleigh in 2007, later other cities")),
    _ROW("SUBCON", "Subcon / Engineer Expo", (_S,), "GB", "Birmingham", "NEC", (6,), "yearly", "knowledge"),
    _ROW("NANO-KOREA", "NANO KOREA", (_M,), "KR", "Goyang", "KINTEX", (7,), "yearly", "source",
         N_("With laser, ceramics and sensor shows")),
    _ROW("PHOTONICS-KOREA", "PHOTONICS KOREA", (_P,), "KR", "Gwangju", "Kimdaejung Convention Center", (10, 11),
         "yearly", "source", N_("30–31 October in 2025")),
    _ROW("AUTOMATION-WORLD", "Smart Factory + Automation World", (_S,), "KR", "Seoul", "COEX", (3,), "yearly", "source",
         N_("27–29 March in 2024")),
    _ROW("SIMTOS", "SIMTOS", (_S,), "KR", "Goyang", "KINTEX", (4,), "even_years", "source", N_("The month is from memory"),
         organiser="KOMMA"),
    _ROW("LED-OLED-EXPO", "Int'l LED & OLED / Photonics Expo", (_P,), "KR", "Goyang", "KINTEX", (6,), "yearly",
         "source", N_("26–28 June in 2018"), proper=False),
    _ROW("ROBOTWORLD", "ROBOTWORLD", (_S,), "KR", "Goyang", "KINTEX", (10, 11), "yearly", "knowledge"),
    _ROW("SEMICON-KOREA", "SEMICON Korea", (_P, _S), "KR", "Seoul", "COEX", (2,), "yearly", "knowledge"),
    _ROW("LASER-CHINA", "LASER World of PHOTONICS CHINA", (_P,), "CN", "Shanghai", "SNIEC", (3,), "yearly", "source",
         N_("July in 2020")),
    _ROW("CIOE", "CIOE", (_P,), "CN", "Shenzhen", "World Exhibition Center", (9,), "yearly", "source",
         N_("There since 2020; the venue is from memory"), chinese="CIOE 中国国际光电博览会"),
    _ROW("CIIF", "CIIF", (_S, _M), "CN", "Shanghai", "NECC", (9,), "yearly", "source", N_("23–27 September in 2025"),
         chinese="CIIF 中国国际工业博览会"),
    _ROW("GRAPCHINA", "GRAPCHINA", (_M,), "CN", "", "", (9,), "yearly", "source",
         N_("The city changes: Nanjing 2017, Xi'an 2018; September then"), chinese="GRAPCHINA 石墨烯创新大会"),
    _ROW("OPTICS-VALLEY", "Optics Valley expo", (_P,), "CN", "Wuhan", "", (5,), "yearly", "source",
         N_("November in 2012; May lately, from memory"), chinese="光博会"),
    _ROW("CHANGCHUN-OPTO", "Changchun Optoelectronics Expo", (_P,), "CN", "Changchun", "", (6,), "yearly", "source",
         N_("10 June in 2025"), proper=False),
    _ROW("CHINA-HI-TECH-FAIR", "China Hi-Tech Fair", (_M, _P, _S), "CN", "Shenzhen", "", (11,), "yearly", "knowledge",
         proper=False),
    _ROW("WIOT", "World Internet of Things Expo", (_S,), "CN", "Wuxi", "", (9, 10), "yearly", "knowledge",
         proper=False),
    _ROW("WIMC", "World Intelligent Manufacturing Conference", (_S,), "CN", "Nanjing", "", (11, 12), "yearly",
         "knowledge", proper=False),
)
