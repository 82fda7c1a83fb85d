"""How Chinese syllables and family names are spelled in Latin outside pinyin."""

from __future__ import annotations

# Pinyin to Wade-Giles and the spellings of Taiwan: initial, then final.
WADE_INITIALS: dict[str, tuple[str, ...]] = {
    "b": ("p",),
    "p": ("p",),
    "d": ("t",),
    "t": ("t",),
    "g": ("k",),
    "k": ("k",),
    "j": ("ch",),
    "q": ("ch",),
    "x": ("hs", "sh", "s"),
    "zh": ("ch", "j"),
    "ch": ("ch",),
    "sh": ("sh",),
    "r": ("j", "r"),
    "z": ("ts", "tz", "tsz"),
    "c": ("ts", "tz"),
    "s": ("s", "ss", "sz"),
}
WADE_FINALS: dict[str, tuple[str, ...]] = {
    "ian": ("ien", "ian"),
    "ie": ("ieh", "ie"),
    "ue": ("ueh", "ue"),
    "ve": ("ueh", "ue"),
    "ong": ("ung", "ong"),
    "iong": ("iung", "iong"),
    "e": ("e", "o", "eh"),
    "uo": ("o", "uo"),
    "ui": ("ui", "uei", "wei"),
    "un": ("un", "uen"),
    "i": ("i", "ih", "u", "ee", "zu"),
    "v": ("u", "yu"),
    "u": ("u", "oo"),
    "er": ("erh", "er"),
    "iu": ("iu", "iou"),
    "uan": ("uan", "wan"),
    "ou": ("ou",),
    "ai": ("ai",),
    "uai": ("uai",),
    "o": ("o",),
    "ei": ("ei",),
    "in": ("in",),
    "ing": ("ing",),
}
WADE_WHOLE: dict[str, tuple[str, ...]] = {
    "yi": ("i", "yi", "yee"),
    "you": ("yu", "yiu"),
    "yan": ("yen", "yan"),
    "ye": ("yeh",),
    "yong": ("yung",),
    "yu": ("yu", "yue"),
    "yue": ("yueh",),
    "wen": ("wen", "wun"),
    "wu": ("wu", "woo"),
    "er": ("erh",),
    "zhi": ("chih", "chi"),
    "chi": ("chih", "chi"),
    "shi": ("shih",),
    "ri": ("jih",),
    "zi": ("tzu", "tze"),
    "ci": ("tzu", "tsu"),
    "si": ("ssu", "szu", "su"),
    "ge": ("ko", "ke"),
    "ke": ("ko", "ker"),
    "he": ("ho", "her"),
    "xu": ("hsu", "shu"),
    "ju": ("chu",),
    "qu": ("chu",),
    "lv": ("lu", "lyu", "lue"),
    "nv": ("nu", "nyu"),
    "feng": ("fong", "feng"),
    "weng": ("ong",),
    "deng": ("teng",),
    "xue": ("hsueh", "shueh"),
    "jun": ("chun",),
    "zheng": ("cheng", "jeng"),
    "qing": ("ching",),
    "xiu": ("hsiu",),
    "hui": ("hui", "huey", "hwei"),
}
# Spellings of the Hong Kong habit, from Jyutping initials and finals.
CANTONESE_INITIALS: dict[str, tuple[str, ...]] = {
    "b": ("p", "b"),
    "p": ("p",),
    "d": ("t", "d"),
    "t": ("t",),
    "g": ("k", "g"),
    "k": ("k",),
    "gw": ("kw", "gw", "k"),
    "kw": ("kw", "k"),
    "z": ("ch", "ts", "j", "tz", "c"),
    "c": ("ch", "ts", "tsz"),
    "s": ("s", "sh"),
    "j": ("y", ""),
    "ng": ("ng", ""),
    "w": ("w",),
    "h": ("h",),
    "f": ("f",),
    "l": ("l",),
    "m": ("m",),
    "n": ("n", "l"),
    "": ("", "ng"),
}
CANTONESE_FINALS: dict[str, tuple[str, ...]] = {
    "aa": ("a", "ar", "ah"),
    "aai": ("ai", "aai"),
    "aau": ("au", "aau"),
    "aam": ("am", "aam"),
    "aan": ("an", "aan"),
    "aang": ("ang",),
    "aap": ("ap",),
    "aat": ("at",),
    "aak": ("ak", "aak"),
    "ai": ("ai", "ei"),
    "au": ("au", "ow"),
    "am": ("am", "um"),
    "an": ("an", "un", "en"),
    "ang": ("ang", "eng", "ung"),
    "ap": ("ap", "up"),
    "at": ("at", "ut", "it"),
    "ak": ("ak", "uk"),
    "e": ("e", "eh"),
    "ek": ("ek", "ik"),
    "eng": ("eng", "ing"),
    "ei": ("ei", "i", "ee", "ay"),
    "i": ("i", "ee", "ze", "e", "z", "u"),
    "iu": ("iu", "ew"),
    "im": ("im",),
    "in": ("in", "een"),
    "ing": ("ing",),
    "ip": ("ip",),
    "it": ("it",),
    "ik": ("ik", "ick"),
    "o": ("o", "oh"),
    "oi": ("oi", "oy"),
    "ou": ("o", "ou", "ow"),
    "on": ("on",),
    "ong": ("ong",),
    "ot": ("ot",),
    "ok": ("ok",),
    "u": ("u", "oo"),
    "ui": ("ui", "ooi"),
    "un": ("un", "oon"),
    "ung": ("ung", "oong"),
    "ut": ("ut",),
    "uk": ("uk", "ook"),
    "oe": ("euh", "er"),
    "oeng": ("eung", "eong", "ong"),
    "oek": ("euk", "eok"),
    "eoi": ("ui", "eui", "oi"),
    "eon": ("un", "eun", "on"),
    "eot": ("ut", "eut"),
    "yu": ("yu", "ue", "u", "yue"),
    "yun": ("uen", "yuen", "un"),
    "yut": ("uet", "yuet", "ut"),
    "m": ("m",),
    "ng": ("ng", "um"),
}
# Family names as spelled in Singapore, Malaysia and old Hong Kong papers.
FAMILY_SPELLINGS: dict[str, tuple[str, ...]] = {
    line.split()[0]: tuple(line.split()[1:])
    for line in """
陈 chhin chan tan tin chin chun ting chern
张 tiun cheung teo chang tiong teoh chong thio
黄 wong ng ui huang oei wee hwang bong ooi
李 lee li
林 lam lim lin ling lum
吴 ng goh go woo ngo wu
王 wong ong heng wang
刘 lao lau low liew lew lauw liu law
杨 iun njo yeung yeo young yong yang ieong yeoh yeow
周 chow chew chau chiu jew
许 hui koh khoo hsu kho khaw hooi
郑 cheng tay chng tee teh the
谢 tse chia cheah hsieh che seah chea
蔡 choi chua tsai choy chai chuah choa
何 ho hor
罗 law loh lo low lor
郭 kwok kuek quek kuo koay kwek kok
曾 tsang chan tseng chen chin
叶 yap yip yeh ip iap yeap
徐 tsui chee hsu chui swee
朱 chu choo
苏 so soh su saw
卢 lo loo low loh
潘 poon phua pan phoon phuah
梁 leung leong liang neo nio
洪 fung hung ang hong
江 kong kang chiang
余 yu yee eu ee eow
邓 tang teng thien
蒋 chiang cheong tseung chiong
沈 sim sum shum sham shen
魏 ngai gwee nguy wei goi ngui
方 fong png hong fang
赵 chiu teo chew chao tio
颜 ngan gan yen
连 len lin liang lien
唐 tong tng
胡 wu foo oh woo aw
高 ko kou kau
冯 fung pang foong fong
庄 chong chng
戴 tai tay tye
姚 yiu yeo
马 ma mah beh bay
孙 suen sun seng soon sng
彭 pang phang
丁 ting teng
傅 fu poh foo
侯 hau hou
涂 to toh thor
温 wan oon wun woon voon
史 see sze
石 shek chioh seah cheok
柯 or quah kua o ker
纪 kei kee
白 pak peh bai peck
田 tin tien chan
翁 yung ang ong
钟 chung cheong cheng
萧 siu seow hsiao siew siow siau
汤 tong thng thong
莫 mok
章 cheung chong
范 fan huan
韩 hon han hang
董 tung tang
陆 luk lok loke
关 kwan
邱 hiew yau khoo chiu hew koo
邹 chau chow chew
詹 chim chiam
欧阳 auyeung auyong ouyang
司徒 szeto seto situ
符 foo fu
尤 yu yew
欧 au ow auw
程 ching thia
游 yau yew yu
廖 liow leow liau lew liew
曹 chow cho
倪 nga ngeh gay
赖 lai lye
黎 lai
饶 jow
薛 seet sit
龚 kiong keong
骆 loke lok
梅 mooi moy mui
雷 looi lui
孔 hung kong
丘 khoo hew yau
蓝 lam nah
官 kuan koon
甘 kam kan
池 tie
童 tong thong
阮 yuen wan nguan
姜 keung
伍 ng eng
麦 mak bek
贺 ho
崔 chui choi
龙 loong leng
万 ban man
熊 hung him
秦 chun chin
金 kam kim
尹 wan
康 hong khng
严 yim giam ngiam
文 man boon
施 sze see si
凌 ling
""".strip().splitlines()
}
FAMILY_PINYIN: dict[str, str] = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "朴": "piao",
    "区": "ou",
    "查": "zha",
    "盖": "ge",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "翟": "zhai",
    "任": "ren",
    "华": "hua",
    "洗": "xian",
    "冼": "xian",
    "覃": "qin",
    "缪": "miao",
    "乐": "yue",
    "员": "yun",
    "种": "chong",
    "秘": "bi",
    "逄": "pang",
    "折": "she",
    "长孙": "zhangsun",
}
COMPOUND_FAMILIES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "独孤",
        "南宫",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "长孙",
        "宇文",
        "令狐",
        "端木",
        "百里",
        "轩辕",
        "呼延",
        "钟离",
        "闻人",
        "申屠",
        "太史",
        "澹台",
        "公冶",
        "宗政",
        "濮阳",
        "淳于",
        "单于",
        "万俟",
        "南宫",
    ]
)
FAMILIES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆"
    "萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林"
    "刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁"
    "荀羊惠甄曲封芮储靳井段富巫乌焦巴牧山谷车侯全班秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎薄印"
    "宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳姬申扶堵冉宰雍桑桂牛寿通边扈燕冀浦尚农温"
    "麦丘邝佟岳官别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧殳沃利蔚越师巩聂晁勾敖"
    "融冷辛阚那简饶空曾沙养鞠须丰巢关查后荆红游竺权盖益桓公朴涂肖覃区冼佘揭阳代付闫"
)
COMMON_FAMILIES = frozenset("王李张刘陈杨黄赵吴周")
# The commonest among the Chinese of Taiwan, Hong Kong, Singapore and Malaysia.
COMMON_ABROAD = frozenset("陈林黄李张吴王刘蔡杨何梁周郑")
# By how many people bear them, the commonest first.
FAMILY_ORDER = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
