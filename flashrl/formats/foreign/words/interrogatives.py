"""The words that questions and tasks open with, or hold, in many languages."""

import re

ASKING = re.compile(
    r"^(?:and |so |but |or |in [\w ]{1,30},? |if [^,]{1,120}, |given [^,]{1,120}, |"
    r"when [^,]{1,80}, |(?:with the help of|using) an? [^,]{1,60}, |can |could |please |kindly |briefly )?"
    r"(?:what(?:'s|’s|s|\sis)?|why|how|when|where|which|who(?:se|m)?|is|are|was|were|do(?! not\b)|does|did|"
    r"can|could|will|would|should|may|"
    r"have|has|had|am|isn't|aren't|explain|describe|define|list(?! of\b)|name(?!\W*$|\s*[:：])|write|"
    r"implement|compare|contrast|differentiate|"
    r"distinguish|discuss|tell|give|state|derive|prove|"
    r"design(?! (?:&|and|of|docs?|patterns?|principles?|goals?|decisions?|notes?|choices?|history|"
    r"overview)\b)|show|find|compute|calculate|estimate|"
    r"outline|suppose|assume|demonstrate|enumerate|justify|classify|draw|sketch|declare|rewrite|analy[sz]e|"
    r"consider|imagine|walk|talk|provide|mention|identify|summari[sz]e|illustrate|elaborate|create|"
    r"build|predict|determine|(?:take|teach) (?:me|us)|share (?:an?|one|some|with)|"
    r"enlist|elucidate|specify|brief (?:about|on)|short notes? on|point out|any (?:differences?|advantages?)|"
    r"fill in the blanks?|match the following|"
    r"true or false|differences?|diff(?= between)|advantages? (?:of|and)|pros and cons|types of|let's say|"
    r"you (?:are|have|need|want|would)|"
    r"reverse|sort|print|convert|count|check|remove|merge|swap|solve|fetch|retrieve|display|generate)\b",
    re.IGNORECASE,
)
_OTHER_TONGUES = re.compile(
    r"什么|什麼|如何|为什么|為什麼|为何|怎么|怎麼|怎样|怎樣|哪些|哪个|哪種|哪种|是否|能否|可否|能不能|[会會]不[会會]|有[没沒]有|区别|區別|吗$|"
    r"嗎$|呢$|多少|几种|几个|介绍|介紹|说说|說說|谈谈|談談|讲讲|讲一下|解释|解釋|"
    r"简述|简单说|描述|列举|手写|写出|写一个|写一段|编写|请写|请说|对比|比较|优缺点|作用|"
    r"原理|对.*理解|理解\W*$|(?:^|[手的样么])实现|^用.{1,12}实现|设计一[个种]|"
    r"实现(?:一|\W*$|方[式法])|无|とは|ですか|ますか|なぜ|どの|教えて|"
    r"ください|しなさい|(?:述べ|答え|せ)よ\W*$|시오\W*$|"
    r"해 ?(?:주세요|보세요)\W*$|違い|무엇|인가|까요|나요|설명|차이|이란\W*$|[A-Za-z)]란\W*$|"
    r"\b(?:là gì|làm gì|như thế nào|tại sao|vì sao|khi nào|khác nhau|nedir|nasıl|neden)\b|"
    r"^(?:что|как|почему|зачем|когда|где|какой|какая|какое|какие|какую|каким|какими|каков|каковы|чем|кто|сколько|"
    r"назови(?:те)?|опиши(?:те)?|перечисли(?:те)?|приведи(?:те)?|дайте|реализуй(?:те)?|напиши(?:те)?|"
    r"определи(?:те)?|предоставьте|обсудите|поясни(?:те)?|охарактеризуйте|сформулируйте|докажи(?:те)?|"
    r"покажи(?:те)?|проиллюстрируйте|можете ли|различи[ея] между|отличи[ея]|"
    r"расскажи(?:те)?|объясни(?:те)?|в ч[её]м|о ч[её]м|для чего|можно ли|может ли|могут ли|есть ли|разница|"
    r"сравни(?:те)?|какова|каково|що|як|чому|навіщо|коли|який|яка|яке|які|яким|якими|яку|чим|хто|де|скільки|"
    r"у ч[оі]му|в чому|чи (?:можна|може|можуть)|назвіть|опишіть|поясніть|порівняйте|розкажіть|перелічіть|"
    r"наведіть|напишіть|різниця|"
    r"qué|cómo|por qué|para qué|cuál|cuáles|cuándo|cuánto|dónde|explica|describe|menciona|diferencia|"
    r"fale|conte|liste|descreva|dê|qual|quais|quando|onde|o que|como|por que|para que|defina|cite|"
    r"describa|resuelva|encuentre|calcule|demuestre|discuta|resolva|encontre|demonstre|"
    r"enumer[ae]|mencione|diferencie|justifi(?:que|ca)|quem|quant[oa]s|quién(?:es)?|cuánt[oa]s|"
    r"explique|diferença|was|wie|warum|wann|welche[rs]?|wo|wozu|nenn(?:en|e)?|beschreiben?|unterschied|"
    r"erklären?|erläutern?|definieren?|begründen?|vergleichen?|welche[mn]|weshalb|wieso|womit|wodurch|wofür|"
    r"définissez|décrivez|citez|énumérez|comparez|justifiez|"
    r"(?:che )?cosa|quale|spiega(?:re|te)?|descriv(?:i|ere|ete)|elenca(?:re|te)?|definisci|"
    r"qu'est|c'est quoi|comment|pourquoi|quel|quelle|quels|quelles|expliquez|cos'è|perché|quali|"
    r"sự khác|nêu|trình bày|giải thích|hãy|cho biết|so sánh|phân biệt|liệt kê|"
    r"co to|dlaczego|jak|jaki|jaka|jakie|czym|opisz|wymień|wyjaśnij|podaj|omów|porównaj|zdefiniuj|"
    r"apa|apakah|bagaimana|mengapa|kenapa|jelaskan|sebutkan|tuliskan|uraikan|bandingkan|"
    r"ما (?:هو|هي|هما|الفرق|معنى|المقصود|الذي)|كيف|لماذا|متى|هل|اشرح|وضح|عرف|عرّف|اذكر|قارن|"
    r"چرا|چگونه|چطور|آیا|تفاوت|چه)\b|"
    r"\b(?:چیست|چیستند|کدامند|توضیح دهید|تعریف کنید|نام ببرید|nelerdir|açıklayın(?:ız)?|anlatın(?:ız)?)\W*$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"n(?:edir|asil|eden|elerdir)|anlat", re.IGNORECASE)
"""The words of these in plain letters that may stand further on: the others open a text."""
_NAME_AHEAD = re.compile(r"[^:：?!]{2,80}[:：][*_ ]+")
EASTERN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""What Chinese, Japanese and Korean are written in."""
UNMARKED = re.compile(rf"[\u0400-\u04ff]|{EASTERN.pattern}")
"""What languages are written in that often ask without a question mark."""


def asks_by_its_words(head: str) -> bool:
    """Whether a text asks or tells to do something by its words, with its numbering and signs taken off."""
    if ASKING.match(head):
        return True
    is_opening = head.isascii() and not _WITHIN.search(head)
    return bool(_OTHER_TONGUES.match(head) if is_opening else _OTHER_TONGUES.search(head))


def behind_name(text: str) -> str:
    """A text without the name of what it asks about: `Traces: Explain how …`"""
    return _NAME_AHEAD.sub("", text, count=1)


def asks_behind_name(text: str) -> bool:
    """Whether a text asks, or what follows in it on such a name."""
    return asks_by_its_words(text) or asks_by_its_words(behind_name(text))
