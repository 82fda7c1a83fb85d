"""What every installation starts with: industries, stages and calendars in four languages (zh, en, de, ko)."""

#: (code, parent, labels); the parent stands before its children. The four roots are fixed.
INDUSTRIES = (
    ("new_materials", None, ("石墨烯新材料", "Graphene and new materials", "Graphen und neue Werkstoffe", "그래핀·신소재")),
    ("photonics", None, ("光电", "Photonics", "Photonik", "광융합")),
    ("smart_manufacturing", None, ("智能制造", "Smart manufacturing", "Intelligente Fertigung", "스마트 제조")),
    ("other", None, ("其他", "Other", "Sonstige", "기타")),
    ("cvd_graphene_film", "new_materials", ("CVD石墨烯薄膜", "CVD graphene film", "CVD-Graphenfolie", "CVD 그래핀 필름")),
    ("graphene_powder", "new_materials", ("石墨烯粉体", "Graphene powder", "Graphenpulver", "그래핀 분말")),
    ("graphene_heat_spreader", "new_materials",
     ("石墨烯导热材料", "Graphene heat spreader", "Graphen-Wärmespreizer", "그래핀 방열 소재")),
    ("battery_materials", "new_materials", ("电池材料", "Battery materials", "Batteriewerkstoffe", "배터리 소재")),
    ("composites", "new_materials", ("复合材料", "Composite materials", "Verbundwerkstoffe", "복합 소재")),
    ("fibre_laser", "photonics", ("光纤激光器", "Fibre laser", "Faserlaser", "광섬유 레이저")),
    ("ultrafast_laser", "photonics", ("超快激光器", "Ultrafast laser", "Ultrakurzpulslaser", "초고속 레이저")),
    ("machine_vision", "photonics", ("机器视觉", "Machine vision", "Industrielle Bildverarbeitung", "머신 비전")),
    ("optical_communication", "photonics", ("光通信", "Optical communication", "Optische Kommunikation", "광통신")),
    ("optical_sensing", "photonics", ("光学传感", "Optical sensing", "Optische Sensorik", "광센서")),
    ("display", "photonics", ("新型显示", "Display technology", "Displaytechnik", "디스플레이")),
    ("industrial_robots", "smart_manufacturing", ("工业机器人", "Industrial robots", "Industrieroboter", "산업용 로봇")),
    ("additive_manufacturing", "smart_manufacturing",
     ("增材制造", "Additive manufacturing", "Additive Fertigung", "적층 제조")),
    ("cnc_machine_tools", "smart_manufacturing", ("数控机床", "CNC machine tools", "CNC-Werkzeugmaschinen", "CNC 공작기계")),
    ("industrial_software", "smart_manufacturing", ("工业软件", "Industrial software", "Industriesoftware", "산업용 소프트웨어")),
    ("sensors_and_drives", "smart_manufacturing",
     ("传感与驱动", "Sensors and drives", "Sensorik und Antriebe", "센서·구동장치")),
)

#: (code, kind, labels) in the order of the pipeline; side states come last.
STAGES = (
    ("lead", "main", ("线索", "Lead", "Lead", "리드")),
    ("appraised", "main", ("已研判", "Appraised", "Bewertet", "심사 완료")),
    ("negotiation", "main", ("在谈", "In negotiation", "In Verhandlung", "협상 중")),
    ("loi", "main", ("拟签约", "LOI stage", "Absichtserklärung", "투자의향 합의")),
    ("signed", "main", ("签约", "Signed", "Unterzeichnet", "계약 체결")),
    ("registered", "main", ("注册", "Registered", "Registriert", "법인 등록")),
    ("landed", "main", ("落地", "Landed", "Angesiedelt", "유치 확정")),
    ("construction_start", "main", ("开工", "Construction start", "Baubeginn", "착공")),
    ("completed", "main", ("竣工", "Completion of construction", "Fertigstellung", "준공")),
    ("production", "main", ("投产", "Start of production", "Produktionsaufnahme", "생산 개시")),
    ("full_output", "main", ("达产", "Full capacity reached", "Vollauslastung erreicht", "정상 가동 도달")),
    ("reserve", "side", ("项目储备", "Project reserve", "Projektreserve", "예비 프로젝트 풀")),
    ("paused", "side", ("暂缓", "Paused", "Zurückgestellt", "보류")),
    ("lost", "side", ("流失", "Lost", "Verloren", "무산")),
    ("terminated", "side", ("终止", "Terminated", "Beendet", "종료")),
)

#: (code, labels); the part after the hyphen is the subdivision as the holidays package writes it.
CALENDARS = (
    ("CN", ("中国", "China", "China", "중국")),
    ("KR", ("韩国", "South Korea", "Südkorea", "대한민국")),
    ("GB-ENG", ("英国英格兰", "England", "England", "영국 잉글랜드")),
    ("GB-SCT", ("英国苏格兰", "Scotland", "Schottland", "영국 스코틀랜드")),
    ("GB-WLS", ("英国威尔士", "Wales", "Wales", "영국 웨일스")),
    ("GB-NIR", ("英国北爱尔兰", "Northern Ireland", "Nordirland", "영국 북아일랜드")),
    ("DE-BW", ("德国巴登-符腾堡州", "Baden-Württemberg", "Baden-Württemberg", "독일 바덴뷔르템베르크주")),
    ("DE-BY", ("德国巴伐利亚州", "Bavaria", "Bayern", "독일 바이에른주")),
    ("DE-BE", ("德国柏林", "Berlin", "Berlin", "독일 베를린")),
    ("DE-BB", ("德国勃兰登堡州", "Brandenburg", "Brandenburg", "독일 브란덴부르크주")),
    ("DE-HB", ("德国不来梅", "Bremen", "Bremen", "독일 브레멘")),
    ("DE-HH", ("德国汉堡", "Hamburg", "Hamburg", "독일 함부르크")),
    ("DE-HE", ("德国黑森州", "Hesse", "Hessen", "독일 헤센주")),
    ("DE-MV", ("德国梅克伦堡-前波美拉尼亚州", "Mecklenburg-Western Pomerania", "Mecklenburg-Vorpommern",
               "독일 메클렌부르크포어포메른주")),
    ("DE-NI", ("德国下萨克森州", "Lower Saxony", "Niedersachsen", "독일 니더작센주")),
    ("DE-NW", ("德国北莱茵-威斯特法伦州", "North Rhine-Westphalia", "Nordrhein-Westfalen", "독일 노르트라인베스트팔렌주")),
    ("DE-RP", ("德国莱茵兰-普法尔茨州", "Rhineland-Palatinate", "Rheinland-Pfalz", "독일 라인란트팔츠주")),
    ("DE-SL", ("德国萨尔州", "Saarland", "Saarland", "독일 자를란트주")),
    ("DE-SN", ("德国萨克森州", "Saxony", "Sachsen", "독일 작센주")),
    ("DE-ST", ("德国萨克森-安哈尔特州", "Saxony-Anhalt", "Sachsen-Anhalt", "독일 작센안할트주")),
    ("DE-SH", ("德国石勒苏益格-荷尔斯泰因州", "Schleswig-Holstein", "Schleswig-Holstein", "독일 슐레스비히홀슈타인주")),
    ("DE-TH", ("德国图林根州", "Thuringia", "Thüringen", "독일 튀링겐주")),
)

#: Round, invented figures for the demo: (currency, yuan, units).
DEMO_RATES = (("EUR", "8", "1"), ("USD", "7", "1"), ("GBP", "9", "1"), ("KRW", "1", "200"), ("JPY", "5", "100"))
