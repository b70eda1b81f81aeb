"""The language of a text: a vote of function words and letters, and a trained model only where the vote is unsure.

The vote knows German, Swiss German, English, French, Italian, and a little of their neighbours, so that a Spanish
or Dutch text is not forced into one of the four. docs/decisions/001-language-of-a-text.md has the measured table.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from ..regex import Regex
from ..tokens import Kind, Text, fold
from ..values import dataclass
from .reading import Measurement, Reading, Signal, Type

NAMES: Final = ("de", "en", "fr", "it", "gsw", "es", "nl", "pt", "tr", "pl")
_TRAINED: Final = ("de", "en", "fr", "it")  # what the models may answer

# Closed classes, folded: articles, pronouns, prepositions, conjunctions, auxiliaries, particles, greetings.
_WORDS: Final = {
    "de": """der die das dem den des ein eine einen einem einer eines kein keine keinen und oder aber sondern denn
        weil dass ob wenn als wie ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen
        mein meine meinen dein deine deinen deiner deinem sein seine ihre ihren ihrem ihrer unser unsere
        unseren unserem euer eure nicht nichts auch noch nur schon sehr mehr immer wieder hier dort da
        dann jetzt heute morgen gestern bitte danke gerne gern leider mit von vom zu zum zur bei beim
        nach aus auf fuer ueber unter vor hinter zwischen durch ohne gegen um bis seit im am ins ans ist
        sind war waren bin bist seid hat habe haben hast habt hatte hatten wird werden wurde wurden
        worden kann koennen konnte muss muessen soll sollen sollte will wollen darf duerfen moechte
        moechten mag geht gibt kommt macht was wer wo wann warum wieso welche welcher welches diese
        dieser dieses diesen alle alles man mal doch ja nein so hallo liebe lieber viele gruesse gruss
        herr frau guten tag uhr euro also etwas jemand niemand einfach genau ganz gut schoen klar stimmt
        vielen dank herzlichen melden ab an in damit dazu dafuer davon daran darauf darum deshalb
        trotzdem sowie jeder jede jedes""",
    "en": """the a an and or but if because that this these those of to in on at for with from by about into over
        after before without i you he she it we they me him her us them my your his its our their mine
        yours is are was were be been being am have has had do does did will would shall should can
        could may might must not no yes so very too also just only here there now then today tomorrow
        yesterday please thanks thank sorry hi hello hey dear what who where when why how which all any
        some every each more most much many other than as up out off down again still never always get
        got let go going know see come make take want need like lot best kind regards team there's it's
        i'm dore ll ve 's 'd one back well good great really sure while until getting yet""",
    "fr": """le la les un une des du de et ou mais si que qui quoi dont ce cet cette ces je tu il elle nous vous ils
        elles me te se moi toi lui leur mon ma mes ton ta tes son sa ses notre nos votre vos ne pas plus
        jamais rien en dans sur sous avec sans pour par chez vers entre apres avant depuis est sont
        etait suis es sommes etes ai as avons avez ont avait sera etre avoir fait faire peut doit au aux
        bonjour merci bien tres aussi encore ici tout tous toute toutes comme quand comment pourquoi
        alors donc car a y d l qu j n c s été à où déjà très même être après""",
    "it": """il lo la gli le i un uno una di del della dei delle degli dello da dal dalla dai in nel nella nei nelle
        con su sul sulla sui per tra fra e ed o ma se che chi cui non piu mai anche ancora qui li come
        quando dove perche cosa io tu lui lei noi voi loro mi ti si ci vi ne me te mio mia tuo tua suo
        sua nostro nostra vostro sono sei siamo siete era erano essere ho hai ha abbiamo avete hanno
        avere fare fatto stato questo questa questi queste quello quella grazie ciao buongiorno prego
        molto tutto tutti tutte bene sempre solo gia poi al alla ai alle allo all dell nell dall sull è
        più perché già può così però""",
    "gsw": """isch nöd nid nüt oder und het hend händ hesch hät sind gsi gsii gseit gha gaht gitt chan chönd chunnt
        chömed mached machsch bisch wott wänd öpis öppis öpper ois eus üs mir dir öi iich ich mich dich
        au scho nume nomal nümme immer hüt morn gester merci hoi grüezi sali salü ade adieu uf us vo vom
        bim zum zur für mit ned dä de di d s e en es mis dis sis üses euses weisch luege lueged chli
        bitzli gäll gell viu viel vil guet schön wenns isches hani hämmer simmer mer si sie er dr ds
        dass dasch gsehsch zäme zämä""",
    "es": """el los las una unos y que de en por para con sin pero como muy es esta son fue ha han hay no si mi tu su
        gracias hola usted nosotros este ese aqui cuando donde porque tambien más está qué día años
        según también""",
    "nl": """de het een en van niet dat die is zijn was heeft hebben ik jij je u hij wij we jullie ze voor met op aan
        bij naar uit ook nog maar als dan wel geen dit deze wordt worden kan kunnen goed bedankt hallo
        hoe wat waar""",
    "pt": """o os um uma uns e que de em por para com sem mas como muito é são foi tem não sim meu seu obrigado ola
        você nós este essa aqui quando onde porque também está isso pelo pela dos das ao""",
    "tr": """bir ve bu da de için ile çok ne mi mu var yok ben sen biz siz onlar ama gibi daha kadar olarak
        teşekkürler merhaba değil evet hayır nasıl""",
    "pl": """nie i w na z do się jest to że jak ale co dla od po przez są był była tak czy już tylko dziękuję proszę
        jestem mam może bardzo""",
}

_LETTERS: Final = {
    "ß": (("de", 2.0),),
    "ä": (("de", 0.7), ("gsw", 0.7)),
    "ö": (("de", 0.6), ("gsw", 0.5), ("tr", 0.4)),
    "ü": (("de", 0.5), ("gsw", 0.5), ("tr", 0.3)),
    "é": (("fr", 0.6), ("it", 0.1), ("es", 0.2)),
    "è": (("fr", 0.6), ("it", 0.5)),
    "à": (("fr", 0.5), ("it", 0.5)),
    "ç": (("fr", 0.5), ("tr", 0.4), ("pt", 0.4)),
    "ù": (("fr", 0.4), ("it", 0.6)),
    "ò": (("it", 0.9),),
    "ì": (("it", 0.9),),
    **dict.fromkeys("êîôûœëï", (("fr", 0.7),)),
    **dict.fromkeys("ñ¿¡", (("es", 1.0),)),
    **dict.fromkeys("áíóú", (("es", 0.4), ("pt", 0.3))),
    **dict.fromkeys("ãõ", (("pt", 1.0),)),
    **dict.fromkeys("ğşı", (("tr", 1.0),)),
    **dict.fromkeys("łąężśćń", (("pl", 1.0),)),
}
# Beginnings and endings of words that are in no list; weak, and only of words of four letters and more.
_ENDINGS: Final = {
    **dict.fromkeys("ung gen eit ich sch che ten ter lle ber aft iss tzt cht ert lig ßen".split(), ("de", 0.3)),
    **dict.fromkeys(
        "ing ght ous ies ers ted ned ked red led ess ity ful ive ght nce ect ush ash own".split(), ("en", 0.3)
    ),
    **dict.fromkeys("eux ant ait ons ais ent ire que eur oir ées age eau aux iez ier ser ons".split(), ("fr", 0.25)),
    **dict.fromkeys(
        "one oni ato ata ati are ere nte nto tto tta sta lla ello ali ini ano ico ica oro".split(), ("it", 0.35)
    ),
}
_LAST: Final = {"o": ("it", 0.2), "i": ("it", 0.2), "a": ("it", 0.15), "s": ("en", 0.1), "y": ("en", 0.3)}
_PAIRS: Final = {
    **dict.fromkeys("th wh sh kn wr".split(), ("en", 0.35)),
    **dict.fromkeys("ge be ve zu un ka ei au pf zw".split(), ("de", 0.15)),
}
_FOREIGN: Final = Regex(r"[^\x00-\x7f]")

_ENOUGH: Final = 1.5  # votes the winner needs
_CLEAR: Final = 1.6  # times the votes of the second
_FEW: Final = 3  # words below which no model is asked: one in fifteen two-word texts would be wrong
_MANY: Final = 80  # words that are read; the language of a text does not change after that
_SURE: Final = 0.7  # probability a trained model must reach
_AGREED: Final = 0.5  # the same when the vote leans its way
_DIALECT: Final = {"gsw": "de"}  # written answers to it are in this language


def _weights() -> dict[str, tuple[tuple[int, float], ...]]:
    """Folded word -> (language number, vote); a word of several languages votes for each a little."""
    homes: dict[str, list[int]] = {}
    for number, name in enumerate(NAMES):
        for word in _WORDS[name].split():
            home = homes.setdefault(fold(word), [])
            if number not in home:
                home.append(number)
    weights = {}
    for word, home in homes.items():
        vote = (1.0 if len(word) > 1 else 0.5) / len(home)
        weights[word] = tuple((number, vote) for number in home)
    return weights


_VOTES: Final = _weights()
_NUMBER: Final = {name: number for number, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of a text among the candidates, or None; `certainty` 0..1; `reason` for people."""

    language: str | None
    certainty: float
    reason: str


def detect(text: Text, candidates: tuple[str, ...]) -> Detection:
    """The language of `text` if it is one of `candidates`; None when it is another one, too short, or unsure.

    Swiss German counts as German where it is no candidate itself: a dialect is never the wrong language.
    """
    votes, words = vote(text)
    if not words:
        return Detection(None, 0.0, "no words")
    ranked = sorted(range(len(NAMES)), key=lambda number: (-votes[number], number))
    best, second = votes[ranked[0]], votes[ranked[1]]
    name, other = NAMES[ranked[0]], NAMES[ranked[1]]
    if {name, other} == {"de", "gsw"}:
        second = votes[ranked[2]]
        name = name if "gsw" in candidates else "de"
    certainty = round(best / (best + second + 0.5), 3)
    if best >= _ENOUGH and best >= _CLEAR * second:
        return _answer(name, certainty, "function words and letters", candidates)
    if words < _FEW:
        return Detection(None, certainty, "too short to tell")
    return _trained(text, candidates, name)


_WORD: Final = Kind.WORD


def vote(text: Text) -> tuple[list[float], int]:
    """Votes for each of `NAMES`, and how many words were read. Quotations count only when there is nothing else."""
    votes = [0.0] * len(NAMES)
    words = 0
    own = not all(text.quoted)
    for folded, kind, quoted in zip(text.folds, text.kinds, text.quoted, strict=True):
        if kind is not _WORD or (own and quoted):
            continue
        words += 1
        if words > _MANY:
            break
        for number, weight in _votes_of(folded):
            votes[number] += weight
    if not text.raw.isascii():
        for letter in _FOREIGN.findall(text.raw[:2000]):
            for name, weight in _LETTERS.get(letter.lower(), ()):
                votes[_NUMBER[name]] += weight
    return votes, words


# A memo of a pure function: a text of fifty words takes half the time.
@lru_cache(maxsize=8192)
def _votes_of(folded: str) -> tuple[tuple[int, float], ...]:
    """Language numbers and votes of one word: known words by their homes, others by endings and beginnings."""
    known = _VOTES.get(folded)
    if known is not None:
        return known
    if len(folded) <= 3:
        return ()
    hints = (_ENDINGS.get(folded[-3:]), _LAST.get(folded[-1]), _PAIRS.get(folded[:2]))
    return tuple((_NUMBER[hint[0]], hint[1]) for hint in hints if hint is not None)


def _answer(name: str, certainty: float, means: str, candidates: tuple[str, ...]) -> Detection:
    if name not in candidates:
        name = _DIALECT.get(name, name)
    if name in candidates:
        return Detection(name, certainty, means)
    return Detection(None, certainty, f"looks like {name}")


def _trained(text: Text, candidates: tuple[str, ...], leaning: str) -> Detection:
    """What py3langid says of a text the vote left open; `leaning` is the vote's first choice."""
    written = [index for index, kind in enumerate(text.kinds) if kind is Kind.WORD]
    own = [index for index in written if not text.quoted[index]]
    plain = " ".join(text.word(index) for index in (own if len(own) > 1 else written))
    name, certainty = by_langid(plain)
    if certainty < (_AGREED if name == leaning else _SURE):
        return Detection(None, certainty, f"unsure, {name} at best")
    return _answer(name, certainty, "letter sequences", candidates)


def by_langid(plain: str) -> tuple[str, float]:
    """The best of German, English, French and Italian and its probability, after py3langid."""
    return _langid().classify(plain)


def by_langdetect(plain: str) -> tuple[str | None, float]:
    """The same after langdetect, with its seed fixed and even odds for the four; None when it finds no letters."""
    from langdetect.lang_detect_exception import LangDetectException

    detector = _langdetect().create()
    detector.set_prior_map(dict.fromkeys(_TRAINED, 1.0))
    detector.append(plain)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return None, 0.0
    return (found[0].lang, float(found[0].prob)) if found else (None, 0.0)


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...
    def set_languages(self, langs: list[str]) -> None: ...


@lru_cache(maxsize=1)
def _langid() -> _Identifier:
    """An own identifier, so that nobody else's restriction is changed; loading takes a quarter of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(_TRAINED))
    return identifier


class _Guess(Protocol):
    lang: str
    prob: float


class _Detector(Protocol):
    def set_prior_map(self, prior_map: dict[str, float]) -> None: ...
    def append(self, text: str) -> None: ...
    def get_probabilities(self) -> list[_Guess]: ...


class _Factory(Protocol):
    def create(self) -> _Detector: ...


@lru_cache(maxsize=1)
def _langdetect() -> _Factory:
    """An own factory with a fixed seed and only the profiles needed, in a fixed order."""
    from langdetect import DetectorFactory
    from langdetect.detector_factory import PROFILES_DIRECTORY

    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_json_profile([Path(PROFILES_DIRECTORY, name).read_text(encoding="utf-8") for name in _TRAINED])
    made: _Factory = factory
    return made


def _confirmed(reading: Reading) -> Measurement:
    """Whether langdetect, asked on its own, finds the language the text is judged in."""
    if reading.language is None:
        return Measurement(None, needs=("language",))
    words = [reading.text.word(index) for index, kind in enumerate(reading.text.kinds) if kind is Kind.WORD]
    if len(words) < _FEW:
        return Measurement(True)
    found, _ = by_langdetect(" ".join(words))
    return Measurement(found in (reading.language, _DIALECT.get(reading.language)))


language_confirmed: Final = Signal(
    "text.language-confirmed",
    "text.sprache-bestätigt",
    Type.TRUTH,
    "",
    "A second opinion on the language, for archives whose language column is doubtful; short texts pass.",
    "langdetect with fixed seed and even odds",
    "true",
    _confirmed,
)
