"""Passwords that are guessed first: a list made from patterns, and what people wrap around its entries.

A password is common when it is an entry of the list, or an entry after its digits and signs at both ends are off and
its look-alikes (`@` for a, `0` for o) are letters again; when one short piece of it comes over and over; when it is a
phone number, a date or another short number; when most of it goes step by step along digits, letters or keys; or when
little is left of it without the login and the name of its person.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

FEWEST_DIFFERENT = 5
LEFT_WITHOUT_OWN = 8
LONGEST_NUMBER = 13
"""Digits alone, up to this many, are phone numbers, dates and account numbers."""
MOST_STEPS = 0.75

_WORDS = """
password passwort passwords passphrase mypassword yourpassword thepassword newpassword oldpassword password one
passwd pass pwd secret topsecret mysecret admin administrator superadmin sysadmin adminadmin root superuser user
username guest login signin letmein letmeinnow welcome welcomeback hello helloworld hellohello default changeme
changemenow changeit change please pleasechange temp temporary tempory test tester testing testtest testpassword demo
demodemo sample example trustno iloveyou iloveu ilove loveyou lovelove lovely love forever foreverlove sunshine
princess monkey dragon football baseball basketball superman batman spiderman master mustang shadow michael jennifer
jordan hunter killer soccer hockey george charlie andrew daniel jessica ashley thomas robert computer internet server
database network system windows microsoft google facebook twitter instagram wechat weixin taobao alibaba tencent
baidu huawei xiaomi apple iphone samsung android whatever nothing nobody anything everything freedom liberty starwars
pokemon cheese chocolate banana orange flower summer winter spring autumn monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december company business
office manager boss staff employee worker clerk cashier reception receptionist receptiondesk frontdesk helpdesk desk
salesperson sales seller agent broker agency estate realestate housing house property community neighbourhood
residence resident tenant landlord owner store shop branch market money million millionaire rich lucky luckyday
happy happyday happiness family mother father brother sister baby children china beijing shanghai guangzhou shenzhen
hangzhou nanjing chengdu wuhan tianjin chongqing suzhou taiwan taipei taichung kaohsiung tainan hongkong macau
singapore asdf asdfasdf qwer qwerqwer zxcv abcabc aaa abc abcd abcde abcdef abcdefg abcdefgh abcdefghij
woaini woainima woaiwojia wo ai ni aini nihao nihaoma mima mimamima wodemima denglu guanli guanliyuan zhanghao
yonghu ceshi moren laoban dianzhang jingli yuangong xiaoshou menshi mendian fangchan fangwu fangdichan zhongjie
wuye xiaoqu shequ jiedai qiantai bangongshi gongsi dadi shengyi facai gongxifacai xinnian kuaile xinniankuaile
shengrikuaile pingan jixiang ruyi jixiangruyi fuqi baobei laopo laogong mama baba wojia zhongguo woaizhongguo
"""
_LISTED_IN_CHINESE = (
    "密碼 密码 管理員 管理员 我愛你 我爱你 你好 測試 测试 公司 房產 房产 物業 物业 社區 社区 前台 門市 门市"
)
_SURNAMES = """
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang deng han
feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao cui tsai hsu hsieh
chang chou huang lee lai wong kuo liao tseng chiu yeh chiang
"""
_GIVEN = """
wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xia ping gang hua fei bin bo hong hui
jian jianguo jianhua guoqiang guohua meili xiaoming xiaohong xiaoli xiaoling xiaofang xiuying guiying yulan lihua
ting tingting jingjing lili fangfang yuanyuan mengmeng zihan zixuan haoran yuxuan yichen xinyi jiayi meiling shufen
yating jiahao zhiming chihming chunchieh peishan shuhui yahui weiming dawei
"""
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "0123456789")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol")
_LOOK_ALIKES = str.maketrans("@4301!5$7", "aaeolisst")
_ONE_AS_I = str.maketrans("@4301!5$7", "aaeoiisst")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_AGAIN = re.compile(r"(.{1,6}?)\1+.{0,2}")
_NUMBER = re.compile(rf"\+?[\d\-/.]{{1,{LONGEST_NUMBER}}}")
_SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_STEPS = frozenset(
    pair
    for row in (*_ROWS, *_COLUMNS, "90", "qaz", "wsx", "edc", "rfv", "tgb", "yhn", "ujm")
    for one, next_one in itertools.pairwise(row)
    for pair in (one + next_one, next_one + one, one + one, next_one + next_one)
)


def is_common(password: str, login: str, shown_name: str = "") -> bool:
    """Whether a password is among those that are guessed first for an account.

    Args:
        password: Folded (NFKC); capitals do not matter.
        login: Of its account.
        shown_name: Of its account; blank for none.
    """
    said = "".join(password.casefold().split())
    if len(set(said)) < FEWEST_DIFFERENT or _AGAIN.fullmatch(said) or _NUMBER.fullmatch(said):
        return True
    if _walks_along(said) or _walks_along(said.translate(_SHIFTED)):
        return True
    if any(form in listed() for form in _forms(said)):
        return True
    return _mostly_own(said, login, shown_name)


@lru_cache(maxsize=1)
def listed() -> frozenset[str]:
    """The list: words, Pinyin names, runs of digits and letters, walks on the keyboard; lower case, without spaces."""
    return frozenset((*_WORDS.split(), *_LISTED_IN_CHINESE.split(), *_names(), *_walks()))


def _forms(said: str) -> set[str]:
    bare = _ENDS.sub("", said)
    forms = {said, bare}
    for table in (_LOOK_ALIKES, _ONE_AS_I):
        forms |= {said.translate(table), bare.translate(table), _ENDS.sub("", said.translate(table))}
    halves = {f[: len(f) // 2] for f in forms if f and f[: len(f) // 2] * 2 == f}
    return (forms | halves) - {""}


def _names() -> Iterator[str]:
    for surname in _SURNAMES.split():
        yield surname
        for given in _GIVEN.split():
            yield surname + given
            yield given + surname
    yield from _GIVEN.split()


def _walks() -> Iterator[str]:
    """Pieces of the rows there and back, twice over, columns after each other, and two rows in step (1q2w3e)."""
    for row in _ROWS:
        for way in (row, row[::-1]):
            for first in range(len(way)):
                for last in range(first + 3, len(way) + 1):
                    yield way[first:last]
            yield way + way
            yield from (way + other for other in _ROWS if other != row)
    for columns in (_COLUMNS, tuple(c[1:] for c in _COLUMNS)):
        for first in range(len(columns)):
            for last in range(first + 1, len(columns) + 1):
                down = columns[first:last]
                yield "".join(down)
                yield "".join(c[::-1] for c in down)
                yield "".join(c if i % 2 == 0 else c[::-1] for i, c in enumerate(down))
    for upper, lower in itertools.pairwise(_ROWS[:4]):
        for length in range(3, len(lower) + 1):
            yield "".join(a + b for a, b in zip(upper[:length], lower[:length], strict=False))
            yield "".join(a + b for a, b in zip(lower[:length], upper[:length], strict=False))


def _walks_along(said: str) -> bool:
    steps = sum(a + b in _STEPS for a, b in itertools.pairwise(said))
    return steps >= MOST_STEPS * (len(said) - 1)


def _mostly_own(said: str, login: str, shown_name: str) -> bool:
    left = said
    for own in (login, shown_name):
        word = "".join(own.casefold().split())
        if len(word) >= 2:
            left = left.replace(word, "").replace(word[::-1], "")
    return left != said and len(left) < LEFT_WITHOUT_OWN
