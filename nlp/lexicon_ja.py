"""Japanese words that say what a name beside them is. General vocabulary, not names to find."""

from __future__ import annotations

from typing import Final

from nlp.lexicon import listed

TITLES: Final = tuple(
    sorted(
        listed(
            "氏 さん 様 君 ちゃん 先生 夫妻 知事 副知事 市長 副市長 町長 村長 区長 議長 副議長 "
            "議員 県議 市議 都議 府議 首相 総理 大統領 副大統領 大臣 外相 財務相 防衛相 経産相 "
            "官房長官 長官 次官 書記長 幹事長 総裁 党首 代表 副代表 委員長 委員 委員会委員長 "
            "理事長 理事 会長 副会長 社長 副社長 専務 常務 取締役 執行役員 頭取 最高経営責任者 "
            "最高執行責任者 ＣＥＯ CEO 支配人 店長 支店長 所長 院長 学長 副学長 副学長補 校長 "
            "教頭 園長 館長 局長 部長 課長 室長 係長 次長 事務局長 団長 教授 准教授 名誉教授 "
            "特任教授 助教 講師 教諭 研究員 主任研究員 博士 医師 弁護士 検事 裁判官 判事 大使 "
            "公使 領事 総領事 国王 女王 王子 王女 皇太子 天皇 法王 教皇 監督 コーチ 主将 選手 "
            "投手 捕手 内野手 外野手 騎手 棋士 九段 八段 七段 六段 五段 四段 名人 竜王 関 親方 "
            "容疑者 被告 受刑者 死刑囚 被告人 記者 編集長 アナウンサー 俳優 女優 歌手 シェフ "
            "料理長 監査役 参事官 担当相 警部 署長 司令官 将軍 大佐 中佐 少佐 書記 主席 国家主席 "
            "総書記 大統領候補 候補 元首相 前首相 職員 代表取締役"
        ),
        key=len,
        reverse=True,
    )
)
"""What follows a person's name, longest first."""

DEPARTMENTS: Final = frozenset(
    listed(
        "運行 営業 開発 総務 企画 広報 製造 技術 研究 国際 事業 経営 人事 財務 管理 販売 生産 "
        "品質 経理 調査 政策 観光 産業 商工 経済 教育 福祉 環境 建設 統括 担当 商品 編集 報道 "
        "政治 社会 文化 運動 安全 設計"
    )
)
"""What stands between a name and 部長, 室長 ... and belongs to neither."""

COMPANY_FORMS: Final = frozenset(
    listed(
        "株式会社 有限会社 合同会社 合資会社 合名会社 ㈱ ㈲ （株） （有） (株) (有) 一般社団法人 "
        "公益社団法人 一般財団法人 公益財団法人 社団法人 財団法人 独立行政法人 国立大学法人 "
        "学校法人 医療法人 社会福祉法人 特定非営利活動法人 NPO法人 ＮＰＯ法人"
    )
)

ORGANISATION_ENDS: Final = listed(
    "大学 大学院 短大 高専 高校 中学校 小学校 学校 学園 学院 研究所 研究機構 研究院 研究センター "
    "機構 協会 連盟 連合 連合会 組合 商工会議所 会議所 商工会 経団連 銀行 信用金庫 信金 新聞 "
    "新聞社 新報 放送 通信 通信社 テレビ 自動車 重工業 重工 製作所 製鉄 製鋼 製薬 製菓 工業 "
    "建設工業 建設 電機 電力 電気 電工 化学 証券 保険 生命 海上 鉄道 電鉄 航空 運輸 通運 交通 "
    "食品 酒造 醸造 製粉 製紙 印刷 出版 書店 百貨店 不動産 ホールディングス グループ イベンツ "
    "ファーム エナジー モーターズ メディカル 省 庁 県庁 府庁 都庁 市役所 区役所 町役場 議会 "
    "県議会 市議会 府議会 都議会 区議会 委員会 警察 警察署 県警 府警 道警 署 地裁 高裁 最高裁 "
    "地検 高検 裁判所 検察庁 病院 医院 診療所 財団 基金 学会 党 領事館 総領事館 領事事務所 "
    "大使館 大使公邸 博物館 美術館 図書館 資料館 水族館 事務所 センター 公社 公団 社中 劇団 楽団 "
    "交響楽団 ロータリークラブ クラブ 消防 消防局 消防署 気象台 保健所 教育委員会 商高 工高 労連 "
    "総連 振興会 事業団 労組 労働組合 農協 漁協 生協 大 医大 工大 女子大 病院機構 応用科学院 "
    "歌劇場 歌劇団 合唱団 管弦楽団 吹奏楽団 舞踊団 製茶 茶園 農園 果樹園 牧場 窯元 製麺 "
    "科学院 理工科学校 専門学校 料理学校 商会 商事 物産 製糖 織物 縫製 精機 精工 機械 産業 "
    "工務店 荘 山荘 旅館 ホテル 工房 酒店 書房 酒造会社 郵便 航空会社"
)

NOT_ORGANISATIONS: Final = frozenset(
    listed(
        "大学 学校 高校 会社 企業 銀行 新聞 病院 協会 機構 研究所 組合 委員会 議会 警察 裁判所 "
        "国際会議 商談会 日本法人 経済振興機関 酒造会社 同社 同省 当局 政府 自治体 子会社 本社 "
        "支社 両社 各社 与党 野党 地域圏 国会 自動車 電気 交通 産業 航空 建設 食品 不動産 保険 "
        "通信 放送 鉄道 化学 機械 事務所 センター グループ クラブ テレビ 実行委員会 特別委員会 "
        "歌劇場 歌劇団 合唱団 管弦楽団 舞踊団 茶園 農園 果樹園 牧場 窯元 共同工房 共同研究室 "
        "共同研究所 共同研究センター J1 J2 J3 Ｊ１ Ｊ２ Ｊ３ Jリーグ Ｊリーグ B1 B2 Ｂ１ Ｂ２ "
        "Bリーグ Ｂリーグ Vリーグ Ｖリーグ リーグワン Ｗリーグ Wリーグ "
        "地元警察 県警 府警 市議会 県議会 同署 同庁 同大 同校 同研究所 県庁 府庁 市役所 区役所 "
        "町役場 村役場 警察署 消防署 消防局 消防本部 地裁 高裁 地検 高検 教育委員会 商工会議所 "
        "府議会 都議会 区議会 町議会 村議会 代表団 視察団 訪問団 病院機構 農協 漁協 労組 "
        "労働組合 大使館 領事館 美術館 博物館 図書館 水族館 保健所 気象台"
    )
)

NEEDS_PLACE: Final = frozenset(listed("大 署 党 クラブ センター グループ 産業 機械 通信 交通 消防"))
"""Ends that make a name only behind a proper noun."""

PLACE_ENDS: Final = frozenset(
    listed(
        "市 県 府 都 道 区 町 村 州 郡 島 諸島 列島 港 駅 空港 国際空港 公園 湾 川 河 山 岳 峠 "
        "海 海岸 海峡 半島 地方 平野 盆地 高原 湖 沼 旧市街 通り 街道 岬 橋 城 神社 寺 大聖堂 "
        "地域圏 地域 地区 スタジアム 球場 ドーム 劇場 市街 山地 山脈 渓谷 温泉 宮殿 広場"
    )
)

DIRECTIONS: Final = frozenset(
    listed(
        "東部 西部 南部 北部 中部 南東部 南西部 北東部 北西部 中央部 郊外 近郊 周辺 市内 県内 "
        "国内 沿岸 沖 東岸 西岸 南岸 北岸 内 外 近く 一帯 全域 各地 側 東 西 南 北"
    )
)
"""What narrows a place without being part of its name."""

NOT_INSIDE: Final = frozenset(
    listed(
        "議定書 条約 協定 宣言 五輪 オリンピック パラリンピック 大会 万博 マラソン 杯 カップ 賞 "
        "目標 地震 戦争 料理 語 人 製 産 風 式 系 法 法人 事件 サミット 展 祭 映画祭 まつり 選 "
        "リーグ 株 円 籍 勢 戦 味噌"
    )
)
"""Directly behind a place: the whole is a treaty, an event, a product, and no place."""

NAMED_COMPANIES: Final = frozenset(
    listed(
        "メーカー 企業 会社 商社 新興企業 スタートアップ ベンチャー 子会社 販売店 代理店 大手 "
        "財団 ブランド 画廊 学校 料理学校 機関 商店 製造会社 運営会社 出版社 旅行会社 販売代理店 "
        "レストラン 団体"
    )
)
"""Common nouns that announce the name of an organisation behind them."""

ONE_CHARACTER_COUNTRIES: Final = frozenset(
    listed("仏 米 英 独 伊 露 中 韓 日 豪 加 印 西 南仏 在 元 前 新 旧 現")
)

SURE_TITLES: Final = frozenset(
    listed(
        "氏 さん 容疑者 被告 外相 首相 財務相 防衛相 監督 選手 投手 社長 会長 議員 教授 研究員 "
        "専務 取締役 知事"
    )
)
"""Titles that make even a word the dictionary calls a place a person's name."""

GOVERNMENTS: Final = ("政府", "当局", "国民", "住民")
"""Behind a country: the body has no name of its own, the country is a place."""
