"""Who speaks in Chinese reports: names after offices, antecedents, joint texts, no fragments."""

from __future__ import annotations

from datetime import date

import pytest

from detente.talks import Extraction, extract_claims, load_registry, read_document
from detente.talks.extract.annotations import speaker_label


def read(text: str, day: str = "2025-09-15") -> Extraction:
    return extract_claims(read_document(text, "t.txt", date.fromisoformat(day)), load_registry())


def speakers(text: str) -> list[str]:
    return [speaker_label(s.voices) for s in read(text).statements if s.kind != "outlet"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # office, title and name are one speaker, whatever the office's name holds
        ("复旦大学国际问题研究院教授沈家明认为,关税战没有赢家。", "沈家明"),
        ("美国参议院外交关系委员会主席布伦南下周访华,他说关税应当取消。", "布伦南"),
        ("欧洲议会贸易专员科斯塔星期三在里斯本表示,谈判应当继续。", "科斯塔"),
        ("美国玉米协会副会长哈德森通过视频表示,订单仍未恢复。", "哈德森"),
        ("曾任商务部副部长的魏国栋在论坛上指出,谈判还会反复。", "魏国栋"),
        ("法国石油公司的皮埃尔·杜兰说,航运成本上升。", "皮埃尔·杜兰"),
        ("青岛做水产的李哥跟我说,订单少了一半。", "李哥"),
        ("据赵姐透露,客户都在观望。", "赵姐"),
        ("一个姓霍夫曼的农场主跟记者抱怨,大豆卖不出去。", "霍夫曼"),
        # words of time and manner before the verb are no names
        ("商务部发言人上周五介绍,有关工作正在推进。", "Ministry of Commerce spokesperson"),
        ("商务部发言人其后表示,有关工作正在推进。", "Ministry of Commerce spokesperson"),
        ("商务部发言人答复询问时重申,有关工作正在推进。", "Ministry of Commerce spokesperson"),
        ("商务部发言人于周五表示,有关工作正在推进。", "Ministry of Commerce spokesperson"),
        ("中国机电商会副会长于海波昨日接受采访时说,企业需要稳定的预期。", "于海波"),
        ("曾在财政部任职的学者霍振邦对本报说,谈判还会有反复。", "霍振邦"),
        ("欧亚研究所高级研究员德拉-克鲁斯告诉记者,欧洲处于两难。", "德拉-克鲁斯"),
        ("日本经济产业大臣武藤容治表示,日方将密切关注。", "武藤容治"),
        ("兴国证券首席经济学家孔令德的看法是,出口仍有韧性。", "孔令德"),
        ("在中山大学教授简明远看来,关税影响有限。", "简明远"),
        ("受访的多位纺织企业负责人均表示,短期内不会调整布局。", "负责人"),
        ("“我们不会退让。”马克西姆·杜布瓦说。", "马克西姆·杜布瓦"),
        ("荷兰首相府发言人表示,荷方欢迎会谈结果。", "荷兰首相府发言人"),
        ("美联社引述三名消息人士称,草案已经成形。", "消息人士"),
        ("华东海关学院的邱明哲副教授分析,申请会大增。", "邱明哲"),
        ("对外经贸学院教授屠敬之指出,规则需要更新。", "屠敬之"),
        ("宝岛证券发表报告指,指数目标上调。", "宝岛证券"),
        # nouns of answering, papers, banks
        ("外交部的回应是,中方反对加征关税。", "Foreign Ministry"),
        ("中国《人民日报》周三在社评中写道,合作才是出路。", "People's Daily"),
        ("野村在周二的报告中写道,出口仍将承压。", "野村"),
        ("同场的财政部长贝森特称,会谈进展顺利。", "Scott Bessent"),
        ("美国财政部长姆努钦说,美方将暂停加征关税。", "Steven Mnuchin"),
    ],
)
def test_who_says_it(text: str, speaker: str) -> None:
    got = speakers(text)
    assert got and speaker in got[0]


def test_a_speaker_newly_named_is_whom_the_next_pronoun_means() -> None:
    text = (
        "特朗普周一表示,会谈进展顺利。\n"
        "德衡律师事务所律师周敏之则更为谨慎。她告诉记者,没有文本就没有义务。\n"
        "里昂智库的分析师卡米耶·勒鲁瓦(Camille Leroux)告诉本报,筹码变多了。她认为,采购会放慢。\n"
        "勒鲁瓦总结道,延期不是终点。\n"
    )
    got = speakers(text)
    assert got[0] == "Donald Trump"
    assert got[1:] == ["周敏之", "卡米耶·勒鲁瓦", "卡米耶·勒鲁瓦", "卡米耶·勒鲁瓦"]


def test_this_person_is_the_source_heard_before() -> None:
    got = speakers("一名参与谈判的欧洲官员对彭博社透露,文本尚未敲定。\n该官员补充说,周末还会继续谈。\n")
    assert len(got) == 2 and len(set(got)) == 1


def test_this_officer_is_whom_the_sentence_before_names() -> None:
    got = speakers("苏立言表示,市场不可替代。这位芯片公司首席执行官还说,管制是失败的。\n")
    assert got == ["苏立言", "苏立言"]


def test_a_joint_text_gives_way_to_the_first_speaker_with_a_cue_of_his_own() -> None:
    text = (
        "中美发表联合声明 何立峰:会谈富有成效\n"
        "新华社日内瓦5月12日电 中美两国12日发表联合声明。声明说,双方同意大幅降低关税。\n"
        "国务院副总理何立峰当天表示,会谈取得实质性进展。\n"
        "美国农民联盟会长哈蒙德在声明中写道,农民松了一口气。\n"
    )
    got = speakers(text)
    assert "both sides" in got
    assert got.count("He Lifeng") == 2 and got[-1] == "哈蒙德"


def test_a_part_of_a_headline_has_its_own_speaker() -> None:
    got = speakers(
        "中美马德里会谈结束 专家:分歧仍在\n中美代表团星期一结束会谈,"
        "双方团队离开了马德里会场返回各自的国家。\n"
    )
    assert "专家" in got


def test_proverbs_and_names_in_marks_are_nobodys_words() -> None:
    text = "双方讨论了设立一个“贸易理事会”的设想。俗话说,“冰冻三尺,非一日之寒”。"
    assert all(q.voice is None for q in read(text).quotations)


@pytest.mark.parametrize(
    ("text", "day", "speaker"),
    [
        ("美国财长表示,会谈富有建设性。", "2018-05-20", "Steven Mnuchin"),
        ("美国财长表示,会谈富有建设性。", "2023-07-09", "Janet Yellen"),
        ("美国财长表示,会谈富有建设性。", "2025-08-01", "Scott Bessent"),
        ("美国贸易代表表示,关税仍在。", "2019-09-01", "Robert Lighthizer"),
        ("The US trade representative said tariffs would stay.", "2022-05-01", "Katherine Tai"),
        ("The vice premier said the talks would go on.", "2019-10-12", "Liu He"),
    ],
)
def test_a_title_alone_means_the_holder_on_the_day_of_the_document(text: str, day: str, speaker: str) -> None:
    assert [speaker_label(s.voices) for s in read(text, day).statements] == [speaker]
