"""Chinese characters that are compared as one: traditional, simplified and a few Japanese forms.

For the matcher alone. It never makes text that is shown: two names are held side by side, folded alike.
"""

from __future__ import annotations

import re

# A character and the simplified form that stands for it. The pairs cover the labels of the graph (a test
# holds that) and what names of places, offices, schools and associations are usually made of; a pair that
# lacks costs a match and never makes a wrong one.
_PAIRS = """
關关 務务 經经 濟济 發发 總总 廣广 東东 場场 監监 識识 產产 權权 開开 區区 會会 駐驻 粵粤 貿贸 辦办
處处 別别 崗岗 聞闻 門门 電电 長长 報报 調调 麗丽 謝谢 肅肃 護护 專专 責责 組组 學学 業业 設设 計计
創创 國国 際际 進进 聯联 議议 師师 織织 亞亚 帶带 線线 歐欧 灣湾 橫横 覽览 黃黄 橋桥 韓韩 羅罗 內内
現现 頭头 碼码 戲戏 慶庆 狀状 態态 續续 劃划 週周 紀纪 評评 獎奖 動动 頒颁 禮礼 簡简 確确 認认 賽赛
決决 試试 節节 論论 壇坛 啟启 對对 體体 傳传 討讨 簽签 題题 講讲 訓训 訪访 問问 類类 轉转 閱阅 讀读
時时 約约 數数 過过 準准 協协 執执 統统 籌筹 團团 機机 構构 屬属 資资 獲获 請请 維维 員员 參参 與与
製制 導导 單单 據据 標标 載载 諾诺 範范 疇畴 項项 個个 貨货 櫃柜 歷历 舉举 屆届 圍围 價价 訊讯 戶户
雙双 郵邮 點点 舖铺 車车 輛辆 誤误 網网 併并 變变 結结 實实 邊边 營营 環环 費费 觀观 糾纠 紛纷 審审
規规 綱纲 誌志 驗验 質质 繫系 註注 冊册 馬马 絡络 稅税 優优 眾众 風风 險险 術术 運运 兩两 頻频 縮缩
寫写 舊旧 稱称 掛挂 異异 庫库 張张 龍龙 騰腾 詢询 凈净 廳厅 縣县 鎮镇 鄉乡 島岛 陳陈 劉刘 葉叶 華华
鐘钟 鍾钟 鐵铁 銀银 錢钱 鋒锋 鋼钢 錄录 銷销 鑒鉴 鑑鉴 藥药 醫医 療疗 衛卫 養养 農农 漁渔 畝亩 園园
圖图 書书 館馆 藝艺 樂乐 劇剧 曆历 畫画 紙纸 雜杂 廠厂 礦矿 氣气 腦脑 軟软 號号 無无 寬宽 樓楼 閣阁
廟庙 樑梁 軌轨 輪轮 艦舰 飛飞 隊队 軍军 衝冲 戰战 爭争 鬥斗 獨独 滬沪 寧宁 蘇苏 遼辽 魯鲁 陝陕 雲云
貴贵 瓊琼 蓋盖 邁迈 臺台 鳳凤 鶴鹤 雞鸡 鴨鸭 鵝鹅 魚鱼 蝦虾 貝贝 龜龟 鳥鸟 獅狮 貓猫 豬猪 驢驴 騾骡
紅红 綠绿 藍蓝 銅铜 錫锡 鋁铝 鉛铅 鋅锌 礎础 礙碍 爾尔 爺爷 牆墙 狹狭 猶犹 獻献 瑪玛 瑤瑶 畢毕 當当
疊叠 癥症 盜盗 盡尽 矯矫 碩硕 禍祸 禪禅 離离 穀谷 種种 積积 穩稳 窮穷 竄窜 競竞 筆笔 築筑 篤笃 籃篮
級级 純纯 紐纽 細细 紹绍 終终 絕绝 給给 絲丝 綜综 緊紧 練练 編编 緣缘 縱纵 績绩 繪绘 繼继 纖纤 罰罚
羈羁 義义 習习 聖圣 聲声 職职 聽听 脅胁 腸肠 膚肤 臉脸 臨临 艙舱 艱艰 蒼苍 蓮莲 薩萨 蘭兰 虛虚 蟲虫
蠶蚕 補补 裝装 裏里 複复 見见 視视 親亲 覺觉 觸触 訂订 記记 許许 訴诉 詞词 詩诗 話话 該该 詳详 誠诚
說说 誰谁 課课 談谈 諮咨 諸诸 謀谋 證证 譜谱 譯译 讓让 豐丰 財财 貢贡 買买 貸贷 賀贺 賓宾 賣卖 賢贤
賬账 賴赖 贈赠 贊赞 跡迹 躍跃 軒轩 較较 輔辅 輕轻 輝辉 輯辑 輸输 轄辖 辭辞 連连 達达 違违 遞递 遠远
適适 選选 遺遗 鄭郑 釋释 針针 鈞钧 鈴铃 鉅巨 銘铭 錦锦 鎖锁 鏡镜 閉闭 間间 閩闽 闊阔 階阶 陸陆 陽阳
陰阴 隨随 雖虽 難难 靈灵 靜静 韋韦 頁页 頂顶 順顺 須须 預预 領领 額额 顏颜 願愿 顯显 飯饭 飲饮 馮冯
駕驾 驅驱 鬆松 鬍胡 鮮鲜 鮑鲍 鹽盐 麥麦 齊齐 齡龄 龐庞 勝胜 勞劳 勢势 勵励 匯汇 卻却 厲厉 叢丛 吳吴
喬乔 嘆叹 嚮向 嚴严 囑嘱 圓圆 堅坚 塊块 塗涂 壓压 壘垒 壩坝 壯壮 壽寿 夢梦 夾夹 奧奥 奪夺 奮奋 婦妇
媽妈 嬰婴 孫孙 寶宝 將将 尋寻 層层 岡冈 峽峡 嶺岭 巖岩 帥帅 幣币 幫帮 幹干 廈厦 廢废 廬庐 強强 彈弹
彌弥 後后 從从 復复 恆恒 惡恶 應应 懷怀 戀恋 拋抛 挾挟 捨舍 掃扫 採采 換换 揚扬 損损 搖摇 搶抢 撥拨
擁拥 擇择 擊击 擔担 擴扩 擺摆 攝摄 敗败 敵敌 斷断 於于 晉晋 暫暂 條条 來来 極极 榮荣 樣样 樹树 檔档
檢检 歡欢 歲岁 歸归 殘残 殺杀 毀毁 沒没 沖冲 況况 洩泄 涼凉 淚泪 淺浅 淨净 測测 渾浑 湯汤 溝沟 溫温
滅灭 滯滞 滿满 漢汉 漲涨 漸渐 潔洁 潤润 潰溃 澤泽 濃浓 濕湿 濤涛 濱滨 瀏浏 灑洒 煙烟 熱热 燈灯 燒烧
燦灿 爐炉 爲为 為为 牽牵 犧牺 獄狱 瓏珑 瘋疯 盤盘 盧卢 瞭了 祿禄 禦御 恵惠 広广 仏佛 沢泽 対对 円圆
経经 鉄铁 竜龙 浜滨 関关 観观 県县 図图 発发 峯峰 裡里 綫线 啓启 値值 衆众 羣群 産产
"""
_HAN = re.compile("[\u3400-\u9fff]")
FOLDED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}


def fold_han(text: str) -> str:
    """Write every character that has a simplified form in that form, for comparing only.

    >>> fold_han("廣東省知識產權局") == fold_han("广东省知识产权局")
    True
    """
    return text.translate(FOLDED)


def has_han(text: str) -> bool:
    """Say whether a text holds a Chinese character.

    >>> has_han("Zhongshan 中山"), has_han("Zhongshan")
    (True, False)
    """
    return _HAN.search(text) is not None
