"""European and Malay given names with the forms that Chinese and Korean writers are used to.

Custom, not sound, gives John 约翰 and George 乔治, so these cannot be learned
by ear. A line holds the Latin, Han and Hangul forms of one name; only names
that are common, and only their usual forms.
"""

from __future__ import annotations

from functools import lru_cache

_TABLE = """
john johnny ioannes iain seonaidh|约翰 尊 约翰尼 强尼|존 조니
johannes johann hans ioannes|约翰内斯 约翰 约翰尼斯 汉斯|요하네스 요한 한스
george georg jorge georgius seoras|乔治 格奥尔格 佐治|조지 게오르크 게오르그
james jim jimmy jamie iacobus seumas|詹姆斯 詹姆士 占士 吉姆 吉米 杰米 占美|제임스 짐 지미 제이미
michael mike mick micheal|迈克尔 麦可 米高 米夏埃尔 米歇尔 迈克 米克|마이클 미하엘 마이크 믹
david dave daibhidh dafydd|大卫 戴维 戴夫|데이비드 다비트 다비드 데이브
peter pete petrus peadar|彼得 彼德 皮特|피터 페터
paul paulus pol|保罗 保尔|폴 파울
mark marc markus marcus|马克 马库斯|마크 마르크 마르쿠스 마커스
matthew matthias matt|马修 马太 马蒂亚斯 马特|매슈 매튜 마티아스 맷
luke lukas lucas|卢克 路克 卢卡斯 路加|루크 루카스
simon sim|西蒙 赛门|사이먼 지몬 시몬
andrew andreas andy anndra|安德鲁 安德烈亚斯 安德里亚斯 安迪|앤드루 앤드류 안드레아스 앤디
thomas tom tommy tomas|托马斯 汤玛斯 汤姆 汤马斯 汤米|토머스 토마스 톰 토미
philip phillip philipp phil philippus|菲利普 菲立普 菲腊 菲尔|필립 필리프 필
stephen steven stefan stephan steve stephanus|斯蒂芬 史蒂芬 史提芬 史蒂文 施特凡 斯特凡 史蒂夫|스티븐 스테판 슈테판 스티브
william bill will wilhelm gulielmus guilielmus uilleam|威廉 比尔 威尔 威尔海姆|윌리엄 빌 윌 빌헬름
robert bob rob robertus raibeart|罗伯特 罗拔 鲍勃 罗布|로버트 로베르트 밥 롭
richard rick ricardus richardus|理查德 理查 李察 里夏德 里克|리처드 리하르트 릭
charles charlie karl carl carolus tearlach|查尔斯 查理 查理斯 卡尔|찰스 찰리 카를 칼
henry heinrich harry heinz henricus eanraig|亨利 海因里希 哈利 哈里 海因茨|헨리 하인리히 해리 하인츠
edward edmund ed eddie eduardus edmundus|爱德华 埃德蒙 埃德 艾德 埃德蒙德 埃迪|에드워드 에드먼드 에드문트 에드 에디
frederick friedrich fred fritz fridericus|弗雷德里克 腓特烈 弗里德里希 弗雷德 弗里茨|프레더릭 프리드리히 프레드 프리츠
francis frank franz franziska franciscus|弗朗西斯 法兰西斯 弗兰克 法兰克 弗朗茨 弗兰茨|프랜시스 프랭크 프랑크 프란츠 프란치스카
joseph josef joe iosephus|约瑟夫 乔瑟夫 约塞夫 乔|조지프 조셉 요제프 조
daniel dan danny|丹尼尔 丹尼 丹|대니얼 다니엘 대니 댄
samuel sam|塞缪尔 撒母耳 萨缪尔 山姆 萨姆|새뮤얼 사무엘 샘
benjamin ben|本杰明 班杰明 本 便雅悯|벤저민 벤야민 벤
jonathan jon|乔纳森 强纳森 乔恩 约纳森|조너선 요나탄 존
nathan nathaniel|内森 纳坦 纳撒尼尔 纳桑|네이선 나탄 너새니얼
adam|亚当 阿达姆|애덤 아담
abraham|亚伯拉罕 亚伯拉汗|에이브러햄 아브라함
jacob jakob iacobus|雅各布 雅各 雅可布|제이컵 야코프 야코브
isaac|艾萨克 以撒|아이작 이자크
noah|诺亚 诺厄|노아
moses|摩西 摩西斯|모지스 모제스
zachary zachariah zacharias|扎卡里 撒迦利亚 扎卡赖亚斯|재커리 차하리아스
jeremy jeremiah ieremias ieremia|杰里米 杰瑞米 耶利米 杰里迈亚|제러미 제레미 제러마이아
elijah elias|伊莱贾 以利亚 埃利亚斯|일라이자 엘리아스
gabriel|加布里埃尔 加百列|가브리엘 게이브리얼
christopher chris christoph|克里斯托弗 克里斯多福 克里斯 克里斯托夫|크리스토퍼 크리스 크리스토프
christian kristian christianus|克里斯蒂安 克里斯蒂昂 基斯坦|크리스천 크리스티안
nicholas nick nicolas nikolaus klaus claus nicolaus|尼古拉斯 尼克 尼古拉 尼古劳斯 克劳斯|니컬러스 닉 니콜라스 니콜라우스 클라우스
anthony tony anton antoine antonius|安东尼 东尼 托尼 安东 安托万|앤서니 토니 안톤 앙투안
alexander alex alec alasdair alistair ailig|亚历山大 阿历山大 亚历克斯 亚历克 阿莱克斯|알렉산더 알렉산더르 알렉스 앨릭스 앨릭
albert bert albertus|阿尔伯特 阿尔贝特 艾伯特 爱伯特 伯特|앨버트 알베르트 버트
alfred alfredus|阿尔弗雷德 艾尔弗雷德|앨프리드 알프레트 알프레드
arthur|阿瑟 亚瑟 阿图尔|아서 아르투어
alan allan allen alanus|艾伦 阿兰 亚伦 阿伦|앨런 알란
brian bryan|布赖恩 布莱恩 白赖恩|브라이언
bernard bernhard bernardus|伯纳德 伯恩哈德 贝尔纳 贝恩哈德|버나드 베른하르트 베르나르
bruno|布鲁诺|브루노
colin|科林 高林|콜린
craig|克雷格|크레이그
dennis denis|丹尼斯|데니스
derek|德里克 戴里克|데릭
dieter dietrich dietmar|迪特尔 迪特里希 狄特马尔|디터 디트리히 디트마어
donald domhnall|唐纳德 唐纳|도널드
douglas doug|道格拉斯 道格|더글러스 더그
duncan donnchadh|邓肯|덩컨
eric erik erich ericus|埃里克 艾瑞克 埃里希|에릭 에리히
ernest ernst ernestus|欧内斯特 恩斯特|어니스트 에른스트
eugene eugen|尤金 欧根|유진 오이겐
felix|费利克斯 菲力克斯|펠릭스
gareth gary|加雷思 加里 盖瑞|개러스 게리
geoffrey jeffrey jeff gottfried|杰弗里 杰佛瑞 杰夫 戈特弗里德|제프리 제프 고트프리트
gerald gerard gerhard gerardus gerhardus|杰拉尔德 杰拉德 格哈德 格哈特 葛哈德|제럴드 제라드 게르하르트
gordon|戈登 高登|고든
graham graeme|格雷厄姆 格拉汉姆 葛拉翰|그레이엄
gregory greg|格雷戈里 葛瑞格 格雷格|그레고리 그레그
gustav|古斯塔夫|구스타프
günter günther guenther|京特 君特 冈特 贡特尔|귄터
harold harald|哈罗德 哈拉尔德 夏罗德|해럴드 하랄트
helmut hellmut|赫尔穆特 赫尔慕特|헬무트
herbert|赫伯特 赫尔伯特|허버트 헤르베르트
hermann herman hermannus|赫尔曼 赫曼|헤르만 허먼
howard|霍华德|하워드
hugh hugo|休 雨果 胡戈|휴 후고 위고
ian iain|伊恩|이언
jack ioannes|杰克 积|잭
jan|扬 简|얀
jason|贾森 杰森|제이슨
jean|让 琼 珍|장 진
jens|延斯|옌스
joachim jochen ioachimus|约阿希姆 约亨|요아힘 요헨
jörg joerg|约尔格|외르크
jürgen juergen|于尔根 尤尔根|위르겐
julian|朱利安 尤利安|줄리언 율리안
justin|贾斯廷 贾斯汀|저스틴
keith|基思 凯斯|키스
kenneth ken coinneach|肯尼思 肯尼斯 肯|케네스 켄
kevin|凯文|케빈
konrad conrad conradus|康拉德 康拉特|콘라트 콘래드
kurt curtius|库尔特|쿠르트 커트
lawrence laurence lorenz|劳伦斯 罗伦斯 洛伦茨|로런스 로렌스 로렌츠
leonard leonhard leo|伦纳德 莱昂哈德 利奥 里奥|레너드 레온하르트 레오
leon|利昂 莱昂 里昂|레온 리언
lewis louis ludwig luis ludovicus|刘易斯 路易斯 路易 路德维希|루이스 루이 루트비히
manfred|曼弗雷德|만프레트
martin|马丁|마틴 마르틴
maurice moritz|莫里斯 莫里茨|모리스 모리츠
max maximilian|马克斯 麦克斯 马克西米利安|맥스 막스 막시밀리안
neil neal|尼尔|닐
norbert|诺贝特 诺伯特|노르베르트
norman|诺曼|노먼
oliver oliverius|奥利弗 奥利佛|올리버
oscar oskar|奥斯卡|오스카 오스카어
otto|奥托|오토
owen|欧文|오언
patrick padraig|帕特里克 派崔克 柏德烈|패트릭 파트리크
ralph ralf radulphus|拉尔夫|랠프 랄프
raymond|雷蒙德 雷蒙|레이먼드
reinhard reinhold|赖因哈德 莱因哈德 莱因霍尔德|라인하르트 라인홀트
roger rüdiger|罗杰 吕迪格|로저 뤼디거
roland|罗兰|롤란트 롤런드
ronald ron|罗纳德 罗恩 朗奴|로널드 론
rudolf rudolph rudolphus rodolphus|鲁道夫 鲁道尔夫|루돌프
scott|斯科特|스콧
sean shaun shane|肖恩 尚恩 辛恩|숀 션
sebastian|塞巴斯蒂安 瑟巴斯蒂安|세바스티안 제바스티안 서배스천
sigmund siegmund|西格蒙德|지크문트
stanley|斯坦利 史丹利|스탠리
stuart stewart|斯图尔特 史都华 斯图亚特|스튜어트
terence terry|特伦斯 特里 泰瑞|테런스 테리
theodor theodore theodorus|特奥多尔 西奥多|테오도어 시어도어
timothy tim|蒂莫西 提摩太 蒂姆|티머시 팀
tobias|托比亚斯|토비아스
ulrich uli|乌尔里希 乌利|울리히 울리
uwe|乌韦|우베
victor viktor|维克多 维克托|빅터 빅토어
vincent vince|文森特 文森 万斯|빈센트 빈스
volker|福尔克尔 弗尔克|폴커
walter gualterius|沃尔特 瓦尔特 华特|월터 발터
werner|维尔纳 韦尔纳|베르너
wolfgang wolf|沃尔夫冈 沃夫冈 沃尔夫|볼프강 볼프
angela|安格拉 安吉拉 安琪拉|앙겔라 앤절라 안젤라
anna anne ann annie|安娜 安妮 安|안나 앤 애나 애니
andrea|安德烈娅 安德莉亚|안드레아 앤드리아
alice|爱丽丝 艾丽斯|앨리스 알리체
amanda|阿曼达|어맨다 아만다
barbara|芭芭拉 巴巴拉|바버라 바르바라
beatrice beatrix|比阿特丽斯 贝娅特丽克丝|베아트리스 베아트릭스
caroline carolin karoline|卡罗琳 卡洛琳 卡罗利内|캐럴라인 카롤린
catherine katherine kate katharina catriona|凯瑟琳 凯萨琳 凯特 卡塔琳娜|캐서린 케이트 카타리나
charlotte|夏洛特 夏绿蒂|샬럿 샤를로테
christina christine kristina|克里斯蒂娜 克里斯汀 克莉丝汀|크리스티나 크리스틴
clara klara|克拉拉|클라라
claudia|克劳迪娅 克劳迪亚|클라우디아 클로디아
diana diane|黛安娜 戴安娜 黛安|다이애나 디아나 다이앤
dorothy dorothea|多萝西 桃乐丝 多罗特娅|도로시 도로테아
elizabeth elisabeth liz|伊丽莎白 伊莉莎白 莉兹|엘리자베스 엘리자베트 리즈
emily|艾米莉 艾蜜莉 埃米莉|에밀리
emma|艾玛 爱玛 埃玛|에마 엠마
eva eve|伊娃 埃娃 夏娃|에바 이브
fiona|菲奥娜 费欧娜|피오나
hannah hanna|汉娜 汉纳|해나 한나
heather|希瑟|헤더
heidi|海蒂 海迪|하이디
helen helena helene|海伦 海伦娜 海伦妮|헬렌 헬레나 헬레네
jane sine|简 珍|제인
jennifer|珍妮弗 詹妮弗|제니퍼
jessica|杰西卡 洁西卡|제시카 예시카
joanna johanna ioanna|乔安娜 约翰娜|조애나 요하나
julia|朱莉娅 茱莉亚 尤莉亚|줄리아 율리아
karen karin|卡伦 凯伦 卡琳|캐런 카린
laura|劳拉 萝拉|로라 라우라
linda|琳达|린다
lisa|丽莎 莉萨|리사 리자
lucy lucia|露西 露西娅|루시 루치아
margaret margarete mairead|玛格丽特 玛嘉烈 马加雷特|마거릿 마르가레테
maria mary marie mairi|玛丽亚 玛丽 马利亚 玛莉|마리아 메리 마리
martha|玛莎 马尔塔|마사 마르타
monica monika|莫妮卡 莫尼卡|모니카
natalie|纳塔莉 娜塔莉|내털리 나탈리
nicola nicole|尼古拉 妮可 尼科尔|니콜라 니콜
olivia|奥利维亚 奥莉维亚|올리비아
patricia|帕特里夏 派翠西亚|퍼트리샤 파트리시아
petra|佩特拉|페트라
rachel|雷切尔 瑞秋 拉结|레이철 레이첼
rebecca|丽贝卡 瑞贝卡 蕾贝卡|리베카 레베카
ruth|露丝 鲁特|루스 루트
sabine|扎比内 萨比娜|자비네
sarah sara|萨拉 莎拉|세라 사라
sophie sophia|索菲 苏菲 索菲娅 苏菲亚|소피 조피 소피아 조피아
susan susanne suzanne|苏珊 苏珊娜 苏珊妮|수전 주자네 수잔
theresa teresa|特蕾莎 特里萨 德兰|테리사 테레사 테레자
ursula|乌尔苏拉 乌苏拉|우르줄라 어슐라
victoria viktoria|维多利亚 维多利娅|빅토리아
mohamed mohammad muhammad mohamad mohammed mohd md|莫哈末 穆罕默德 莫哈默 默哈末 末|모하마드 무함마드 모하메드
ahmad ahmed|阿末 阿哈末 艾哈迈德 阿赫马德|아흐마드 아메드
abdul abd|阿都 阿卜杜勒 阿布都 阿卜杜|압둘
abdullah|阿都拉 阿卜杜拉 阿布杜拉|압둘라
rahman|拉曼 拉赫曼|라만
rahim|拉欣 拉希姆|라힘
aziz|阿兹 阿齐兹 阿兹斯|아지즈
hassan hasan|哈山 哈桑|하산
hussein hussain husin|胡先 侯赛因 胡辛 胡森|후세인
ibrahim|依布拉欣 易卜拉欣 伊布拉欣|이브라힘
ismail|依斯迈 伊斯迈 伊斯梅尔 依斯迈尔 伊斯迈尔|이스마일
ali|阿里|알리
osman othman|奥斯曼 奥士曼 欧斯曼|오스만
omar umar|奥马 奥玛 欧麦尔|오마르
yusof yusuf yusoff|尤索夫 尤素夫 优素福 尤索|유소프 유수프
salleh|沙烈 沙列|살레
salim|沙林 萨利姆|살림
hamid|哈密 哈米德|하미드
karim|卡林 卡里姆|카림
latif|拉迪 拉蒂夫|라티프
nasir|纳西尔 纳西|나시르
nor noor nur|诺 努尔|누르 노르
siti|西蒂 茜蒂|시티
tengku tunku|东姑 端姑|텡쿠 툰쿠
raja|拉惹|라자
"""


@lru_cache(maxsize=1)
def customary() -> dict[str, frozenset[int]]:
    """Return, for every form in every script, the numbers of the lines it stands in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_TABLE.strip().splitlines()):
        for form in line.replace("|", " ").split():
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def pairs() -> list[tuple[str, str, str]]:
    """Return (Latin, Han, Hangul) forms line by line, to train with."""
    return [tuple(part for part in line.split("|")) for line in _TABLE.strip().splitlines()]  # type: ignore[misc]
