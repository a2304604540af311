"""The words and phrases of menus, boxes and lists around articles, in four languages."""

import re
from typing import Final

#: Words of which page controls and menus consist, when nothing else stands in the line.
_CONTROL_WORDS: Final = """
가 가+ 가- A A+ A- + - 글자 글씨 글자크기 글씨크기 글꼴 폰트 크기 크게 작게 보통 설정 조절
변경 확대 축소 인쇄 인쇄하기 프린트 스크랩 스크랩하기 共有 공유 공유하기 기사공유 기사공유하기
링크복사 URL복사 주소복사 복사 복사하기 페이스북 트위터 카카오톡 카카오스토리 네이버
네이버블로그 밴드 라인 엑스 인스타그램 유튜브 텔레그램 메일 이메일 共有 닫기 열기 더보기 접기
펼치기 확인 취소 등록 삭제 수정 신고 신고하기 신고사유 차단 답글 댓글 댓글쓰기 댓글달기 추천
비추천 좋아요 싫어요 훈훈해요 슬퍼요 화나요 후속기사 기대돼요 응원해요 공감 비공감 북마크
저장 구독 구독하기 팔로우 알림 알림받기 로그인 로그아웃 회원가입 마이페이지 고객센터 검색
검색하기 메뉴 전체메뉴 전체 메뉴보기 홈 처음으로 이전 다음 목록 목록보기 맨위로 위로 이전글
다음글 이전기사 다음기사 기사 본문 본문듣기 듣기 기사듣기 음성재생 재생 일시정지 번역
번역설정 언어 언어선택 중국어 영어 일본어 한국어 베트남어 스페인어 프랑스어 독일어 러시아어
아랍어 태국어 인도네시아어 简体中文 繁體中文 中文 日本語 English 한국어판 Tiếng Việt Español
정치 경제 사회 국제 세계 문화 생활 생활/문화 연예 스포츠 오피니언 사설 칼럼 IT IT/과학 과학
기술 산업 금융 증권 부동산 기업 정책 지역 전국 북한 외교 국방 법원 교육 건강 여행 책 종교
날씨 포토 사진 영상 동영상 뉴스 전체기사 최신기사 최신뉴스 속보 단독 기획 특집 연재 인물
부고 인사 지면 지면보기 신문구독 PDF 제보 제보하기 기사제보 광고 AD 광고문의 제휴문의
이용약관 개인정보처리방침 청소년보호정책 회사소개 저작권규약 사이트맵 이전페이지 프린트하기
작성일 작성자 글쓴이 조회 조회수 번호 제목 날짜 홈페이지 기사저장 스크롤 이동 상태바
크게보기 이미지 사진확대 원본보기 Home Menu Search Login Log in Sign up Register Subscribe
Subscription Share Tweet Print Email Copy link Link Save Bookmark Facebook Twitter X
LinkedIn WhatsApp Reddit Pinterest Instagram YouTube Telegram Line Close Open Next Previous
Back Top Skip to main content navigation Comments Comment Reply Like Dislike Follow Listen
Play Pause News World Politics Business Economy Tech Technology Science Health Sports Sport
Culture Entertainment Opinion Lifestyle Travel Video Videos Photos Weather Markets More
Edition Newsletters Newsletter About us Contact Privacy Policy Terms of Use Accessibility
Font size ホーム メニュー 検索 ログイン 会員登録 無料会員登録 印刷 シェア シェアする ポスト
ツイート 保存 保存する ブックマーク コピー リンクをコピー 閉じる もっと見る 続きを読む 次へ
前へ トップ ニュース 速報 政治 経済 社会 国際 スポーツ エンタメ 文化 科学 地域 天気 動画
写真 特集 社説 ライフ 文字サイズ 小 中 大 コメント コメントする お気に入り 記事を印刷
フォロー 広告 首页 首頁 登录 登入 注册 註冊 搜索 搜尋 分享 分享到 微信 微博 收藏 打印 列印
关闭 關閉 更多 评论 評論 留言 点赞 轉發 转发 新闻 新聞 时政 政治 国际 國際 财经 財經 科技
体育 體育 娱乐 娛樂 文化 社会 社會 军事 视频 影音 图片 圖片 字号 字體 返回 上一篇 下一篇
下载 客户端 축구 야구 농구 배구 골프 해외축구 국내축구 해외야구 국내야구 e스포츠 랭킹 팩트체크
모바일 반도체 디스플레이 배터리 모빌리티 컴퓨팅 방송 통신 게임 유통 자동차 라이프 피플 전체보기
편성표 다시보기 즐겨찾기 About Archive Archives RSS Blog Local National エキスパート オリジナル
みんなの意見 サイトマップ お問い合わせ 종합
Obituaries Classifieds Jobs Traffic Events Calendar Weather Podcasts Games Crossword
전체글 개념글 공지 유머 정보 이슈 핫딜 갤러리 잡담 질문 자유게시판 ライフスタイル 記事一覧
ライブ ランキング 主要 国内 朝刊 夕刊 連載 その他 即時 即时 要聞 要闻 運動 运动 全球 產經 产经
地方 兩岸 生活 股市 无障碍 数字报 客戶端 字級
"""
CONTROLS: Final = frozenset(_CONTROL_WORDS.casefold().split())
CONTROL_PHRASE = re.compile(
    r"(?:메뉴|본문|주요\s?서비스|검색창?|콘텐츠)\s?(?:으로\s?)?(?:바로\s?가기|건너뛰기)|글(?:자"
    r"|씨)\s?크기|(?:이미지|사진)\s?(?:확대"
    r"|크게)\s?보기"
    r"|기사\s?(?:공유|스크랩|저장|인쇄|듣기|원문)|본문\s?(?:듣기|글씨|글자|음성|인쇄)|바로가기$"
    r"|^페이지\s?(?:위로|상단)"
    r"|(?:페이스북|트위터|카카오톡|카카오스토리|네이버|엑스|밴드)(?:\([^)]{1,12}\))?(?:으로|로"
    r"|에)?\s?(?:공유|보내기|기사보내기)|기사보내기"
    r"|이 기사를 공유"
    r"|(?:웹|앱|PC|모바일)(?:에서|으로|버전으로)\s?(?:보기|열기)$|동영상\s?(?:영역|고정|재생)"
    r"|다시\s?보기$|번역\s?(?:중|언어)"
    r"|요약(?:봇|\s?보기)|음성으로\s?듣기|크게\s?작게|구독하기$|구독중$|채널\s?구독|홈으로"
    r"|맨\s?위로|^이전\s?다음$"
    r"|관련\s?사진\s?보기|(?:newsletter|app|podcast) promotion$"
    r"|^skip (?:to|past) |share (?:this|on|via)"
    r"|^(?:\d{1,3}\s)?(?:min(?:ute)?s? read|shares?|comments?"
    r"|likes?)$|^listen to this|copy link|sign in to|font size|toggle navigation"
    r"|(?:メニュー|本文)(?:を|へ|に)(?:とばす|スキップ|移動)"
    r"|^この記事(?:を|について)(?:シェア|ポスト|印刷|保存)|シェアする|文字サイズ|记者[^。]{0,6}报错|^分享(?:到|至)"
    r"|扫一扫|掃一掃|^字[号體体]",
    re.IGNORECASE,
)
DIALOG = re.compile(
    r"하시겠습니까|하시겠어요|로그인(?:한|이 필요|\s?후|\s?하[시세]|\s?해\s?주)|등록된\s?(?:댓글"
    r"|게시물|글)이 없|이미\s(?:참여|신고|추천|공감"
    r"|등록)"
    r"|신고(?:가|\s)?\s?접수|접수(?:한|된)\s(?:게시물|댓글)|게시물을\s(?:볼|보실) 수 없"
    r"|댓글(?:을|이|은|창|작성| "
    r"작성)\s?.{0,20}(?:가능|입력|삭제|작성|제공|등록|없습니다|정책)"
    r"|비밀번호를|이용\s?약관에|개인정보\s?(?:수집|처리|취급)|쿠키를|차단\s?(?:해제|하시|되었)"
    r"|회원만|무단\s?수집|자동등록방지|브라우저에서|플레이어를"
    r"|자바스크립트"
    r"|기사(?:를|가)\s(?:추천|공유|후원|마음에|도움이|응원)|구독(?:하시면|을 해|해 ?주세요|하고 "
    r"|하세요)|뉴스레터(?:를|로|에)"
    r"|카카오톡.{0,12}제보|제보(?:를|는|해)\s?.{0,12}(?:기다|주세요|바랍|카카오|전화|이메일)"
    r"|모바일로 보기|앱에서 (?:열기|보기|확인)|앱(?:을|에서).{0,10}(?:다운|설치)|유료\s?(?:회원"
    r"|구독|기사|콘텐츠)|(?:기사"
    r"|콘텐츠).{0,10}(?:유료|멤버십|회원\s?전용)|이어서 보시려면|전문을 (?:보|읽)[으시려]"
    r"|네이버\s?(?:메인|채널|뉴스스탠드)?에서.{0,20}(?:구독|만나|보기|확인)|언론사(?:에서| "
    r"홈).{0,16}(?:선정|분류|편집)|이 "
    r"기사는.{0,24}(?:섹션|분류|자동|제공받|인공지능으로)|기사 섹션 분류|기사의 섹션 정보"
    r"|선정적|저작권자의\s?요청|저작권 보호를 위해|독자가 (?:좋아|이 기사를)|추천하기 버튼"
    r"|요약.{0,16}(?:자동|전체 내용|인공지능|본문)|본문을 "
    r"(?:모두|전체)"
    r"|^(?:we|this (?:site|website)) uses? cookies|accept (?:all )?cookies|cookie (?:policy"
    r"|settings|preferences)|sign (?:up|in) (?:for|to|now)|log ?in to|subscribe (?:to|now|for)"
    r"|create (?:an|a free) account|already a subscriber"
    r"|to continue reading|for subscribers|enable javascript|your (?:inbox|browser|email "
    r"address)|click here to|by (?:signing up|continuing|clicking)|terms of (?:use|service) and"
    r"|article continues (?:after|below)|have a (?:news )?tip\?"
    r"|thanks for reading|free articles (?:left|remaining)"
    r"|be the first to comment|join the conversation"
    r"|follow (?:us|.{2,40}) on (?:twitter|x|facebook|instagram|youtube)"
    r"|our standards:|^\W{0,2}i understand and agree|^privacy (?:notice|policy)\s?:"
    r"|ログイン(?:して|すると)|会員(?:登録|限定)|有料(?:会員|記事)|続きを読むには|この記事は有料"
    r"|残り\s?\d+\s?文字|利用規約|クッキー|ブラウザ|無料で読め"
    r"|コメントを(?:投稿|書く|する)|メールマガジン"
    r"|请(?:登录|先登录|输入|勿)|登录后|登入後|扫描二维码|下载客户端|下載app|关注(?:我们|公众号)"
    r"|會員專屬|订阅|訂閱|(?:特别|特別|免责|免責)(?:声明|聲明)|信息存储服务|本文(?:仅代表|来源|為會員)|免责声明",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^[\[<(【▶■●◆☞※*#\s·+ㅣ|\-]{0,6}(?:이\s?기사[^가-힣]?\s?)?(?:관련\s?(?:기사|뉴스|글|자료"
    r"|콘텐츠|키워드|영상|태그|링크"
    r"|종목)|연관\s?(?:기사|뉴스|검색)"
    r"|(?:이\s?)?시각\s?(?:주요|많이|추천|헤드라인)|많이\s?(?:본|읽은|보는|찾은)"
    r"|실시간\s?(?:주요|인기|검색|뉴스|랭킹)|(?:오늘의"
    r"|지금\s?뜨는|꼭\s?봐야\s?할|놓치면|이어지는 기사$"
    r"|함께\s?(?:보면|볼\s?만한|읽)|주요\s?뉴스|인기\s?(?:기사"
    r"|뉴스|글|포토)"
    r"|추천\s?(?:기사|뉴스|글|콘텐츠|영상)|핫\s?(?:이슈|클릭|뉴스|포토)|핫뉴스|베스트\s?클릭"
    r"|뉴스\s?랭킹|랭킹\s?뉴스|댓글\s?많은"
    r"|최신\s?(?:기사|뉴스|글)|다른\s?(?:기사|뉴스|글)|(?:이|해당)\s?(?:기자|언론사|분야"
    r"|카테고리)(?:의|가)\s?(?:다른|쓴|많이|최신|인기"
    r"|주요)|기자의\s?다른|헤드라인\s?뉴스|속보\s?뉴스|.{0,20}(?:함께|같이|많이)\s?(?:본|보는|읽은|볼)\s?(?:기사|뉴스|영상|글)$"
    r"|.{0,10}(?:추천|뉴스|기사)\s?(?:더\s?보기"
    r"|전체보기)$)"
    r"|.{1,12}\s(?:베스트|인기|추천|주요|많이\s?본)\s?(?:기사|뉴스)\]?$"
    r"|related\s(?:articles?|stories|story|news|topics?|coverage|reading|links?|content)|(?:you "
    r")?(?:may|might) (?:also )?like|read (?:more|next|also)|see also|more (?:from|on|stories"
    r"|news|in )|most (?:read|popular|viewed|shared)|recommended|trending|popular (?:stories"
    r"|posts|articles)|latest (?:news|stories)|top stories|editor'?s? picks?|don'?t miss|also "
    r"read|what to read next|up next"
    r"|関連(?:記事|ニュース|リンク|キーワード|トピック)|あわせて読みたい|合わせて読みたい"
    r"|おすすめ(?:の)?(?:記事|ニュース)?|人気(?:記事|ランキング|の記事)"
    r"|アクセスランキング|ランキング|最新(?:記事|ニュース)|こちらも読|注目の記事|この記事の関連"
    r"|相关(?:阅读|新闻|文章|推荐|报道|链接)|相關(?:新聞|文章|報導|閱讀)|延伸(?:阅读|閱讀)"
    r"|推荐(?:阅读|文章)|推薦(?:閱讀|文章|新聞)|热门(?:文章"
    r"|推荐|新闻|评论)|熱門(?:文章|新聞)|更多(?:新闻|新聞|报道|報導|阅读)|猜你喜欢|编辑推荐"
    r"|最新(?:新闻|新聞|消息|文章)|排行榜|点击排行)",
    re.IGNORECASE,
)
