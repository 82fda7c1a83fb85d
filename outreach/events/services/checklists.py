"""The checklists that the programme brings, one per kind of event, until somebody edits them."""

from dataclasses import dataclass

from outreach.i18n.localized import LocalizedText


@dataclass(frozen=True)
class StarterEntry:
    """A line of a checklist that comes with the programme; columns as in ChecklistEntry."""

    key: str
    title: LocalizedText
    anchor: str
    offset_days: int
    role: str = "head"
    after: tuple[str, ...] = ()
    #: The one with which it is stored once somebody edits the checklist.
    version: int = 1


def _line(key: str, days: int, en: str, zh: str, de: str, ko: str, *, anchor: str = "start", role: str = "head",
          after: tuple[str, ...] = ()) -> StarterEntry:
    return StarterEntry(key, LocalizedText.of("en", en, zh=zh, de=de, ko=ko), anchor, days, role, after)


_GOAL = _line("goal", -120, "Agree on goals and budget", "确定目标和预算", "Ziele und Budget festlegen", "목표와 예산 확정")
_TEAM = _line("team", -90, "Name the team", "确定参会团队", "Team benennen", "참가 인원 확정", after=("goal",))
_VISA = _line("visas", -60, "Apply for visas", "办理签证", "Visa beantragen", "비자 신청", after=("team",), role="support")
_TRAVEL = _line("travel", -45, "Book flights and hotels", "预订机票和酒店", "Flüge und Hotels buchen", "항공편·숙소 예약",
                after=("team",), role="support")
_INTERPRETER = _line("interpreter", -30, "Engage interpreters", "落实翻译人员", "Dolmetscher beauftragen", "통역 섭외")
_MATERIALS = _line("materials", -30, "Print materials in the languages needed", "印制所需语种的宣传资料",
                   "Unterlagen in den nötigen Sprachen drucken", "필요한 언어로 자료 인쇄")
_INVITE = _line("invitations", -45, "Send invitations", "发出邀请", "Einladungen verschicken", "초청장 발송")
_INSURE = _line("insurance", -14, "Take out travel insurance", "办理出行保险", "Reiseversicherung abschließen", "여행자 보험 가입",
                role="support")
_MEETINGS = _line("meetings", -14, "Confirm meetings", "确认会面安排", "Termine bestätigen lassen", "미팅 확정")
_THANKS = _line("thanks", 3, "Write to everybody who was met", "向会见对象致谢并跟进", "Allen Kontakten danken und nachfassen",
                "만난 사람들에게 감사 인사와 후속 연락", anchor="end", role="member")
_LEADS = _line("leads", 7, "Decide on every contact", "逐一处理活动联系人", "Über jeden Kontakt entscheiden", "모든 접촉 결과 결정",
               anchor="end", role="member")
_REPORT = _line("report", 15, "Hand in the trip report", "提交出访报告", "Reisebericht abgeben", "출장 보고서 제출", anchor="end")
_COST = _line("cost", 30, "Settle the costs", "完成费用结算", "Kosten abrechnen", "비용 정산", anchor="end", role="support")
_AFTER = (_THANKS, _LEADS, _REPORT, _COST)
_ABROAD = (_TEAM, _VISA, _TRAVEL, _INSURE)
_PROGRAMME = _line("programme", -30, "Settle the programme", "确定日程", "Programm festlegen", "일정 확정")
_VENUE = _line("venue", -60, "Book the venue", "预订场地", "Veranstaltungsort buchen", "행사장 예약", after=("goal",))
_SPEAKERS = _line("speakers", -45, "Win speakers", "邀请演讲嘉宾", "Vortragende gewinnen", "연사 섭외")
_REHEARSE = _line("rehearsal", -1, "Rehearse on site", "现场彩排", "Vor Ort proben", "현장 리허설")

#: Kind of event: the lines of its checklist in the order of their days.
STARTER_CHECKLISTS: dict[str, tuple[StarterEntry, ...]] = {
    "trade_show": (
        _GOAL,
        _line("booth", -110, "Book the booth", "预订展位", "Standfläche buchen", "부스 예약", after=("goal",)),
        _line("builder", -75, "Order the stand construction", "委托展台搭建", "Standbau beauftragen",
              "부스 시공 발주", after=("booth",)),
        _TEAM, _VISA, _TRAVEL, _INVITE,
        _line("targets", -40, "Choose the targets to visit", "确定拜访目标企业", "Zielunternehmen für Besuche auswählen",
              "방문할 타깃 기업 선정"),
        _INTERPRETER, _MATERIALS,
        _line("customs", -30, "Customs carnet for exhibits", "办理展品ATA单证册", "Carnet für Exponate beantragen",
              "전시품 통관 카르네 신청", role="support"),
        _line("shipping", -21, "Ship exhibits and materials", "寄送展品和资料", "Exponate und Unterlagen verschicken",
              "전시품·자료 발송", after=("materials",), role="support"),
        _INSURE, _MEETINGS, *_AFTER),
    "technology_exchange": (
        _GOAL, _VENUE,
        _line("offers", -50, "Collect offers and requests", "征集技术供需", "Angebote und Gesuche sammeln", "기술 수요·공급 모집"),
        _SPEAKERS, _INVITE, _INTERPRETER, _MATERIALS,
        _line("matching", -14, "Match and plan the meetings", "供需匹配并安排洽谈", "Zuordnen und Gespräche planen",
              "수요·공급 매칭과 미팅 배정", after=("offers",)),
        _REHEARSE, _THANKS,
        _line("minutes", 5, "Write the minutes of every pair", "整理每组洽谈纪要", "Protokoll zu jedem Paar schreiben",
              "매칭별 회의록 작성", anchor="end", role="member"),
        _LEADS, _COST),
    "roadshow": (
        _GOAL,
        _line("hosts", -100, "Agree with the host of every leg", "与各站接待方商定", "Mit dem Gastgeber jeder Station abstimmen",
              "순회지별 주관 기관과 협의", after=("goal",)),
        *_ABROAD[:1], _VENUE, *_ABROAD[1:3], _INVITE, _INTERPRETER, _MATERIALS, _PROGRAMME, *_ABROAD[3:], _MEETINGS, *_AFTER),
    "promotion_conference": (_GOAL, _VENUE, _SPEAKERS, _INVITE, _INTERPRETER, _MATERIALS, _PROGRAMME, _REHEARSE, _THANKS,
                             _LEADS, _COST),
    "talent_event": (
        _GOAL, _VENUE,
        _line("positions", -50, "Collect positions and projects", "征集岗位和项目", "Stellen und Projekte sammeln",
              "채용·프로젝트 수요 모집"),
        _INVITE, _MATERIALS, _PROGRAMME, _THANKS, _LEADS, _COST),
    "inbound_visit": (
        _line("letter", -60, "Send the invitation letter for the visa", "发出签证邀请函",
              "Einladungsschreiben für das Visum senden",
              "비자용 초청장 발송", role="support"),
        _line("guests", -30, "Settle guests, ranks and languages", "确认来宾、职务和语种", "Gäste, Rang und Sprachen klären",
              "방문단·직급·언어 확인"),
        _line("hosts", -21, "Ask the hosts of every stop", "联系各参观点接待人", "Gastgeber jeder Station anfragen",
              "방문지별 접견자 섭외"),
        _line("cars", -14, "Order cars", "安排车辆", "Fahrzeuge bestellen", "차량 준비", role="support"),
        _line("interpreter", -14, "Engage interpreters", "落实翻译人员", "Dolmetscher beauftragen", "통역 섭외"),
        _line("programme", -10, "Print the programme in two languages", "印制双语日程", "Programm zweisprachig drucken",
              "일정표를 두 언어로 인쇄", after=("guests", "hosts")),
        _line("gifts", -7, "Prepare gifts and name plates", "准备礼品和席卡", "Gastgeschenke und Namensschilder vorbereiten",
              "기념품·명패 준비", role="support"),
        _line("follow", 3, "Send what was promised", "兑现承诺事项", "Zugesagtes schicken", "약속한 사항 전달", anchor="end"),
        _LEADS, _COST),
    "site_visit": (
        _line("appointment", -14, "Confirm the appointment", "确认预约", "Termin bestätigen lassen", "방문 약속 확인"),
        _line("questions", -5, "Prepare the questions", "准备走访提纲", "Fragen vorbereiten", "질문 준비", role="member"),
        _line("note", 2, "Write the visit note", "撰写走访记录", "Besuchsnotiz schreiben",
              "방문 기록 작성", anchor="end", role="member")),
}
