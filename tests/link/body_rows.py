"""Bodies as the Research Organization Registry has them, with homonyms in other places."""

from __future__ import annotations

from gbaip_graph.link.candidates import Candidate

ROR = "https://ror.org/"
#: Rows as the Research Organization Registry has them: name, other names, type, country, city.
BODIES = """\
id,name,names,types,country,city
https://ror.org/03q8dnn23,City University of Hong Kong,香港城市大學|CityU,education,HK,Hong Kong
https://ror.org/04gpd4q15,City University of Macau,澳門城市大學|Cidade de Macau,education,MO,Macao
https://ror.org/0030zas98,Hong Kong Polytechnic University,香港理工大學|PolyU,education,HK,Hong Kong
https://ror.org/02sf5td35,Macao Polytechnic University,澳門理工大學,education,MO,Macao
https://ror.org/00d2w9g53,Shenzhen Polytechnic University,深圳职业技术大学,education,CN,Shenzhen
https://ror.org/02zhqgq86,University of Hong Kong,香港大學|HKU,education,HK,Hong Kong
https://ror.org/00t33hh48,Chinese University of Hong Kong,香港中文大學|CUHK,education,HK,Hong Kong
https://ror.org/00p6ghq98,Hong Kong Productivity Council,香港生產力促進局|HKPC,other,HK,Hong Kong
https://ror.org/04vf9tr09,Innovation and Technology Commission,創新科技署|ITC,government,HK,Hong Kong
https://ror.org/00tjzgn92,Department of Science and Technology of Guangdong Province,,government,CN,
https://example.org/dongguan,City University of Hong Kong (Dongguan),,education,CN,Dongguan
https://example.org/ipd-mo,Intellectual Property Department,知識產權廳,government,MO,Macao
https://example.org/lingnan,Lingnan University,嶺南大學,education,HK,Hong Kong
"""
RIGHT = {
    "body:cityu": ROR + "03q8dnn23",
    "body:polyu": ROR + "0030zas98",
    "body:hku": ROR + "02zhqgq86",
    "body:cuhk": ROR + "00t33hh48",
    "body:hkpc": ROR + "00p6ghq98",
}


def clear_pairs(candidates: tuple[Candidate, ...]) -> dict[str, str]:
    return {one.ours.id: one.theirs.id for one in candidates if one.verdict == "clear"}
