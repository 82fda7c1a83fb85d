"""Forms of address, degrees, positions and ranks that are no part of a name."""

from __future__ import annotations

# Latin: compared in lower case without dots.
LATIN_TITLES = frozenset(
    """
    prof professor dr doktor doctor ing dipl diplom med phil rer nat habil mult
    jur oec pol mag magister msc bsc ma ba mba phd dphil llm llb
    frau herr herrn fräulein fraulein
    mr mrs ms miss mx sir madam madame lady dame lord rev
    esq obe mbe cbe kbe frs mp mdb mep
    politiker politikerin politician
    datuk dato datin datuk tun tuan yb haji hajah
    dring dripl drhc
    """.split()
)
# Only a title behind another one (Prof. Dr. h.c., Dipl.-Ing. FH).
LATIN_TITLE_TAILS = frozenset({"h", "c", "hc", "e", "fh", "univ", "tech", "sc"})
# Joined by hyphens or dots in real cards: Dr.-Ing., Dipl.-Phys.
LATIN_TITLE_PARTS = LATIN_TITLES | LATIN_TITLE_TAILS | frozenset(
    "phys chem math inform kfm kffr wirt betrw volksw biol geol".split()
)
# Nobility and particles: they belong to the name, yet come and go in writing.
PARTICLES = frozenset(
    """
    von vom van der den dem de del della di da do dos du des la le les zu zum zur
    af av ter ten und y e bin binti bt bte ibn ben al el abu the of
    """.split()
)
NOBILITY = frozenset(
    """
    graf gräfin grafin graefin fürst fürstin furst fuerst freiherr freifrau baron baronin
    baroness baronet count countess ritter edler prinz prinzessin prince princess
    duke duchess herzog herzogin marquess viscount earl
    """.split()
)

HAN_TITLES = (
    "总经理", "總經理", "副总经理", "副總經理", "副总", "副總", "董事长", "董事長", "副董事长",
    "总监", "總監", "总裁", "總裁", "副总裁", "首席执行官", "总工程师", "工程师", "工程師", "高级工程师",
    "先生", "女士", "小姐", "太太", "夫人", "博士", "教授", "副教授", "院长", "院長", "院士", "主任", "副主任",
    "主席", "会长", "會長", "秘书长", "秘書長", "老师", "老師", "经理", "經理", "部长", "部長", "处长", "處長",
    "科长", "科長", "局长", "局長", "副局长", "书记", "書記", "市长", "市長", "区长", "區長", "所长", "所長",
    "校长", "校長", "研究员", "研究員", "老板", "老闆", "总", "總", "董", "工",
)
HANGUL_TITLES = (
    "대표이사", "부사장", "본부장", "연구소장", "연구원", "책임연구원", "선임연구원", "수석연구원",
    "선생", "부장", "차장", "과장", "대리", "사원", "사장", "대표", "상무", "전무", "이사", "교수", "박사",
    "팀장", "회장", "부회장", "원장", "소장", "실장", "센터장", "국장", "위원장", "의원", "장관", "감사",
    "주임", "수석", "책임", "선임", "고문", "매니저", "여사",
)
# These end a name even without a space before them.
HANGUL_HONORIFICS = ("님", "씨", "군", "양")
