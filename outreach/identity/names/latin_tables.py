"""Given names: German short forms and what an English nickname list lacks."""

from __future__ import annotations

# Formal name -> short or familiar forms, all in plain letters.
FORMAL_GIVEN: dict[str, str] = {
    "johannes": "hans hannes johann jo jan jens",
    "johann": "hans hannes",
    "friedrich": "fritz fred friedel",
    "josef": "sepp jupp joschka beppo",
    "joseph": "sepp joe joschka",
    "heinrich": "heinz heiner hinnerk",
    "konrad": "kurt conny conrad",
    "ulrich": "uli ulli",
    "stefanie": "steffi stefani stephanie",
    "matthias": "matze mathias hias",
    "wolfgang": "wolf wolfi",
    "andreas": "andi andy",
    "michael": "michi mike mick",
    "thomas": "tom tommy",
    "sebastian": "basti bastian",
    "alexander": "alex sascha sandy sasha",
    "alexandra": "alex sascha sandra",
    "christian": "chris",
    "christoph": "chris stoffel",
    "katharina": "kathi katja kathrin katrin kate",
    "elisabeth": "lisa elli sissi liesel lisbeth betti else elsa",
    "margarete": "grete gretel gretchen greta rita",
    "susanne": "susi sanne",
    "juergen": "jurgen",
    "georg": "schorsch joerg jorg juergen",
    "guenter": "guenther gunter gunther",
    "rudolf": "rudi rolf",
    "walter": "walther",
    "werner": "wernher",
    "wilhelm": "willi willy wim",
    "gerhard": "gerd gert",
    "gertrud": "trude traudl",
    "eduard": "edi ede",
    "maximilian": "max maxi",
    "manfred": "manni fred",
    "reinhard": "reinhart",
    "ludwig": "lutz",
    "hannelore": "hanne lore hanni",
    "anneliese": "anne liese annelise",
    "barbara": "babs baerbel",
    "margaret": "maggie meg peggy madge marge margie greta daisy",
    "catherine": "kate cathy cath katie kathy kit cate katherine",
    "elizabeth": "liz lizzie beth betty bess eliza elspeth libby",
    "robert": "bob bobby rob robbie bert",
    "william": "bill billy will willy liam",
    "james": "jim jimmy jamie",
    "richard": "rick dick rich richie",
    "edward": "ed eddie ted ned",
    "charles": "charlie chuck",
    "henry": "harry hal",
    "john": "jack johnny",
    "david": "dave davie",
    "anthony": "tony",
    "stephen": "steve",
    "steven": "steve stephen",
    "zachary": "zac zach zak",
    "zacharias": "zac zach",
    "nicholas": "nick nicky",
    "timothy": "tim",
    "peter": "pete",
    "daniel": "dan danny",
    "samuel": "sam",
    "benjamin": "ben",
    "kenneth": "ken",
    "jeffrey": "jeff geoff geoffrey",
}

# Syllables of Chinese and Korean names that stand in nickname lists by chance.
NOT_WESTERN = frozenset(
    """
    lee lea lin ling may min mina ming jin gin kim kit yi yong young song sung sun soo suh sum ann ping
    gay kay may mae lou lu luan fan wei wai chin chun chan chang cheng chung hong hung hung
    han hank hai hal ina jan jay jen jo joe joo jung kai kan keun kun lan len leng les lon long mel men
    mi mo moon nan nam neng ning noe pei pen ping quan ray ren ro roe ron rong rue san seng shan shu si
    son tan tang tao teng tian tien tim ting von wan wen won xin yan yang yen ying yoo you yuan yue yun
    bae ban bo chai chu dae dan dang dong duk eun gang goo gun gyu hee ho hoon hwan hye hyun ill jae ji
    jong joon ju jun kang ki koo kwon kyu kyung mun myung oh pan ra ryu sang seo shin sik suk tae woo
    yeon yul lam lai lau law leung lim loh low loke mak mok ng poh poon sim siew sin soh soon tam tay
    teo thye tong yap yee yeo yip yu bin ali abu
    """.split()
)
MORE_WESTERN = frozenset(
    """
    starry regina vincent ronny tommy emily claudia priscilla helena gary kenneth dennis felix alvin
    frankie ivan jessica josephine mildred denise penny sylvia irene grace joyce vivian wendy winnie
    fanny fiona cherry jenny candy amy alice albert alan andrew anthony abraham jasper jeffrey leo
    louis martin nelson patrick paul peter philip raymond sophia steven thomas tony victor william
    wilson eric edwin desmond denis charles christopher chris cyd ann anna jack john james jasmine
    """.split()
) - {"tim"}
