"""The invented people, firms and projects of the demo. None of them exists."""

from outreach.db import Money
from outreach.events.models import Event

CAPTURES = {
    "boehm": {"name": "Björn Böhm", "email": "bjoern.boehm@velox-photonik.example.org", "phone": "+49 89 5550 0104",
              "organisation": "Velox Photonik GmbH & Co. KG", "country": "DE", "job_title": "Leiter Entwicklung", "language": "de",
              "rating": "A", "notes": "Will die Montage der Laserköpfe nach China verlagern, sucht Halle mit 8 m lichter Höhe.",
              "notes_language": "de"},
    "schroeder": {"name": "Anneliese Schröder", "email": "a.schroeder@velox-photonik.example.org",
                  "organisation": "Velox Photonik GmbH & Co. KG", "country": "DE", "job_title": "Geschäftsführerin",
                  "language": "de", "rating": "A"},
    "han": {"name": "한서윤", "email": "seoyun.han@haesol-optics.example.org", "phone": "010-5550-0142",
            "organisation": "해솔옵틱스(주)", "country": "KR", "job_title": "대표이사", "language": "ko", "rating": "A",
            "notes": "9월에 현장을 방문하고 싶다고 함. 중국어 통역 필요.", "notes_language": "ko"},
    "kim": {"name": "김민수", "email": "minsu.kim@garam.example.org", "organisation": "(주)가람전자", "country": "KR",
            "job_title": "부장", "language": "ko", "rating": "B"},
    "hartwell": {"name": "Imogen Hartwell", "email": "i.hartwell@northmere.example.org", "organisation": "Northmere Imaging Ltd",
                 "country": "GB", "job_title": "Chief Operating Officer", "language": "en", "rating": "B",
                 "notes": "Machine vision modules for battery inspection; decides after the September board.",
                 "notes_language": "en"},
    "li": {"name": "李雷", "email": "lei.li@xihu-graphene.example.org", "phone": "13900000188", "organisation": "锡湖石墨烯科技有限公司",
           "country": "CN", "job_title": "总经理", "language": "zh", "rating": "C"},
}

LEADS = (
    {
        "contacts": ("boehm", "schroeder"), "due_in": -2, "stages": ("appraised", "negotiation"),
        "values": {"title": "Montagelinie für Femtosekunden-Laserköpfe", "title_language": "de", "industries": ["ultrafast_laser"],
                   "next_step": "展后首次跟进，发送厂房资料", "investment": Money.of(12_500_000, "EUR"), "plant_area_m2": 5000,
                   "clear_height_m": 8, "power_kva": 1600, "trl": 8, "jobs": 60},
        "texts": (("summary", "de", "Montage und Abgleich von Femtosekunden-Laserköpfen für die Displaybearbeitung, im ersten "
                                    "Jahr 400 Stück. Optiken kommen zunächst aus Deutschland.", "Björn Böhm"),),
        "translations": {"summary": {"zh": "用于显示面板加工的飞秒激光加工头的装配与调试，首年400台；光学元件初期仍从德国供应。",
                                     "en": "Assembly and alignment of femtosecond laser heads for display processing, 400 units in "
                                           "the first year. Optics will come from Germany at first."}},
        "needs": ({"category": "site", "language": "de", "text": "Halle mit 8 m lichter Höhe, 5.000 m²"},
                  {"category": "talent", "language": "de", "text": "Zehn Fachkräfte für Optikmontage"}),
    },
    {
        "contacts": ("han",), "due_in": 0, "stages": ("appraised",),
        "values": {"title": "石墨烯散热膜量产线", "title_language": "zh", "industries": ["graphene_heat_spreader"],
                   "next_step": "确认九月来访日程", "investment": Money.of(180_000_000, "CNY"), "plant_area_m2": 12000,
                   "clear_height_m": 8, "floor_load_kn_m2": 15, "power_kva": 2500, "land_mu": 18, "trl": 7, "jobs": 120},
        "texts": (("summary", "zh", "项目计划在惠山建设石墨烯散热膜量产线，一期年产 60 万平方米，主要供应车载显示和服务器客户。", "周敏"),),
        "translations": {"summary": {"ko": "후이산에 그래핀 방열 필름 양산 라인을 짓는 사업입니다. 1단계 생산 능력은 연 60만 m²이며, "
                                           "차량용 디스플레이와 서버 고객에 공급합니다."}},
        "needs": ({"category": "energy", "language": "zh", "text": "2,500 kVA，双回路供电"},),
    },
    {
        "contacts": ("hartwell",), "due_in": 3, "stages": (),
        "values": {"title": "Machine vision modules for battery inspection", "title_language": "en", "industries": ["machine_vision"],
                   "next_step": "电话回访，约定来访日期", "investment": Money.of(4_000_000, "GBP"), "trl": 6},
        "texts": (("summary", "en", "Inspection modules for coated electrodes; a joint laboratory first, a line later.", "Imogen Hartwell"),),
        "translations": {}, "needs": (),
    },
)


def submissions(event: Event) -> list:
    """What came in by the public form, as intentions/ receives it."""
    from outreach.intentions.services import Submission
    from outreach.privacy.queries import consent_texts

    def sent(language, organisation, country, name, email, title, summary, industry, money, at_event=None):
        consents = [(text.purpose, text.version) for text in consent_texts(language) if text.required]
        return Submission(
            language=language, channel="form", client_key=f"demo-{email}", partner=None, event=at_event,
            organisation_name=organisation, organisation_country=country, contact_name=name, contact_email=email,
            contact_phone="", title=title, summary=summary, industry=industry, investment=money, site="", consents=consents)

    return [
        sent("de", "Karbonex Werkstoffe AG", "DE", "Matthias Strauß", "m.strauss@karbonex.example.org",
             "Fertigungslinie für Faserkreisel-Module", "Montage und Abgleich faseroptischer Kreisel für Industrieroboter, im "
             "ersten Jahr 20.000 Module.", "optical_sensing", Money.of(12_500_000, "EUR"), event),
        sent("ko", "누리소재(주)", "KR", "박하늘", "haneul.park@nuri-materials.example.org", "미세 광학 렌즈 사출 공장",
             "차량용 라이다 렌즈를 사출 성형하는 공장을 계획하고 있습니다.", "optical_sensing", Money.of(8_000_000_000, "KRW")),
        sent("en", "Tessaro Inks Ltd", "GB", "Oliver Marsh", "oliver.marsh@tessaro-inks.example.org",
             "Graphene ink for printed sensors", "Pilot line for graphene inks with a clean room of 300 square metres.",
             "cvd_graphene_film", Money.of(2_000_000, "GBP")),
    ]
