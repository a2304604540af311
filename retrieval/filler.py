"""What a message says beside its question: greetings, thanks, «could you tell me»; cut here."""

import re
from typing import Final

_FILLER: Final = re.compile(
    r"(?:(?<=\s)|^|(?<=[.,!?~…]))"
    r"(?:야|아|어|음+|흠+|저기요?|있잖아요?|근데|그런데|그래서|그럼|아니|혹시나?|실례지만"
    r"|죄송(?:한데요?|하지만|합니다만)"
    r"|안녕(?:하세요|하십니까)?|수고\s?(?:많으십니다|하십니다|하세요)|번거로우시겠지만"
    r"|괜찮으시다면|바쁘신데|있죠"
    r"|그니까|그러니까|뭐냐|참|진짜로?|도대체|대체|좀|막|그냥|제발|감사합니다|고맙습니다|고마워요?)"
    r"(?=[\s.,!?~…]|$)[.,!~…]*"
)
_TELL_KO: Final = re.compile(
    r"(?:에\s?대해서?)?[을를이]?\s?(?:좀\s?|빨리\s?|간단히\s?|자세히\s?)*"
    r"(?:(?:알려|가르쳐|말해|말씀해|설명해|찾아|보여|확인해|대답해|답해)\s?"
    r"(?:줘[^\s?!.]*|주세요|주십시오|주실\s?(?:수\s?있[^\s?!.]*|래요)|줄\s?(?:수\s?있[^\s?!.]*"
    r"|래[^\s?!.]*)|주시(?:겠[^\s?!.]*|면\s?\S+|길[^\s?!.]*|기\s?\S+)"
    r"|봐[^\s?!.]*|달라[^\s?!.]*|다오|라|드려[^\s?!.]*)"
    r"|알고\s?싶[^\s?!.]*|궁금(?:해[^\s?!.]*|합니다|한데[^\s?!.]*|하네요?|하다|함)"
    r"|여쭤\s?(?:봐도\s?될까요|봅니다|볼게요)|여쭙[^\s?!.]*(?:\s?싶[^\s?!.]*)?"
    r"|문의\s?드[^\s?!.]*|부탁\s?(?:드[^\s?!.]*|합[^\s?!.]*|해[^\s?!.]*)|(?:확인\s?)?부탁[^\s?!.]*"
    r"|알\s?수\s?있을까[^\s?!.]*|알\s?수\s?있나[^\s?!.]*|알아\s?(?:봐[^\s?!.]*|보고\s?싶[^\s?!.]*)"
    r"|아세요|아시나요|아시는\s?분)"
    r"(?=[\s.,!?~…]|$)"
)
_ENGLISH: Final = re.compile(
    r"\b(?:(?:can|could|would) you (?:please )?(?:tell me|let me know|find out|explain|show me)"
    r"|(?:i (?:would|['’]?d) like|i want|i need|i wanted) to (?:know|find out)|i (?:was|am"
    r"|['’]m) wondering(?: if| about)?"
    r"|do you (?:happen to )?know|please(?: tell me)?|tell me|let me know|excuse me|hello|hi there"
    r"|hey|hi"
    r"|thank you|thanks(?: a lot)?|by the way|just curious|any idea)\b[,!]?\s?",
    re.IGNORECASE,
)
_HAN: Final = re.compile(
    r"を?(?:教えて(?:ください|下さい|もらえますか|もらえませんか|くれますか|いただけますか|ほしい"
    r"|欲しい)?|知りたい(?:です|のですが)?)"
    r"|すみません(?:が)?、?|お願いします|ちなみに|えっと、?|あの[ー、]+|こんにちは、?"
    r"|请问一?下?[,，]?|請問一?下?[,，]?|(?:请|請)?(?:你)?(?:告诉|告訴)我(?:一下)?|我?想(?:知道"
    r"|问一下|問一下|了解)|麻烦(?:你)?|谢谢|謝謝|你好[,，!！]?"
    r"|能不能(?=告诉)|帮我(?:查|找|看)一?下?"
)
_LETTERS: Final = re.compile(r"\w")
_SPACE: Final = re.compile(r"\s+")


def without_filler(text: str) -> str:
    """Return ``text`` without what only asks to be told; a text of nothing else stays as it is."""
    cut = text
    for pattern in (_ENGLISH, _HAN, _TELL_KO, _FILLER):
        cut = pattern.sub(" ", cut)
    cut = _SPACE.sub(" ", cut).strip()
    return cut if _LETTERS.search(cut) else text
