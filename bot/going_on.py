"""Knows messages that only go on from the last reply: 더 보기, 정말이야?"""

import re
from typing import Final

#: No such message is longer.
MAX_CHARS: Final = 40
_MORE: Final = re.compile(
    r"더(?:\s?보(?:기|여\s?(?:줘|주세요|줄래)|자))?요?|다음(?:\s?(?:거|것|꺼|기사|뉴스|페이지))?|계속"
    r"|(?:show\s)?(?:me\s)?more(?:\splease)?|next|go\son|continue|もっと(?:見せて)?|次|続き|更多|下一页|继续",
    re.IGNORECASE,
)
#: «정말이야?» after a quote: whether it is so. A bare «정말» without a question mark is surprise.
_DOUBT: Final = re.compile(
    r"(?:(?:그|이|저)(?:거|게|건|것(?:이|은)?|\s?말(?:이|은)?|\s?(?:얘기|이야기|기사|내용)(?:가|는|이|은)?)\s?|근데\s?|와\s?|헐\s?)*"
    r"(?:(?:정말|진짜|참말|레알|리얼)(?:로|이|인|임)?\s?\?"
    r"|(?:정말|진짜|참말|사실|실화|확실)(?:로|인\s?게|인\s?거)?\s?(?:이?야|이?에요|예요|인가요?|입니까|이니|이?냐|일까요?|인지|한가요?"
    r"|해요?|합니까|하니|하냐|맞아요?|맞나요?|맞습니까|맞는\s?거야|임)\s?\??"
    r"|맞(?:아요?|나요?|습니까|는\s?(?:거야|건가요?|말이야|얘기야))\s?\?"
    r"|(?:정말|진짜)?\s?믿어도\s?(?:돼요?|되나요?|됩니까|될까요?)\s?\??"
    r"|(?:가짜\s?뉴스|루머|헛소문|오보)\s?(?:이?야|예요|인가요?|아니야|아닌가요?|아니에요)\s?\??"
    r"|(?:사실로\s?)?확인(?:된|됐)\s?(?:거야|건가요?|사실이야|내용이야|어요?|나요?)\s?\??)"
    r"|(?:oh\s|but\s)?(?:really\s?\?|for\sreal\s?\?|seriously\s?\?|are\syou\ssure\s?\??"
    r"|is\s(?:it|that|this)\s(?:really\s)?(?:true|so|right|correct|confirmed|a\sfact|fake)\s?\??"
    r"|(?:has|was)\s(?:it|that|this)\s(?:been\s)?(?:confirmed|denied|corrected)\s?\??)"
    r"|(?:それ(?:は|って)?)?(?:本当|事実|マジ|ほんと)(?:です|なの|な)?(?:か|の)?\s?[?？]*"
    r"|(?:这|那)?(?:是)?(?:真的|属实|事实)(?:吗|嗎|么)\s?[?？]*",
    re.IGNORECASE,
)


def asks_for_more(text: str) -> bool:
    """Tell whether ``text`` asks to go on with what was listed, or for further articles."""
    return _MORE.fullmatch(text.rstrip(".!?~")) is not None


def doubts(text: str) -> bool:
    """Tell whether ``text`` asks nothing but whether what was just said is so."""
    return (
        len(text) <= MAX_CHARS
        and _DOUBT.fullmatch(" ".join(text.split()).rstrip("!~. ")) is not None
    )
