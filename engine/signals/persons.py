"""Persons named in a text: by title („Frau Keller“), by role („Kollegin Jana“), or by given name and surname."""

from __future__ import annotations

from typing import Final

from ..source import Span
from ..tokens import Kind, Text
from ..values import dataclass
from .memo import Last


@dataclass(frozen=True, slots=True)
class Person:
    """A named person. `full`: given name and surname stand together, the surname perhaps as an initial."""

    span: Span
    first_token: int
    last_token: int
    full: bool


TITLES: Final = frozenset(
    """frau herr herrn familie fam dr prof hr fr mr mrs ms miss mister mx sir madam doctor professor schwester pfarrer
    pfarrerin pastor pastorin""".split()
)
_ROLES: Final = frozenset(
    """kollege kollegen kollegin mitarbeiter mitarbeiterin techniker technikerin fahrer fahrerin meister meisterin
    monteur monteurin hausmeister hausmeisterin leiter leiterin nachbar nachbarn nachbarin colleague technician
    driver engineer manager neighbour neighbor""".split()
)
_ACADEMIC: Final = frozenset({"dr", "prof", "med", "dipl", "ing", "mag"})
_PARTICLES: Final = frozenset({"von", "van", "de", "der", "den", "del", "di", "da", "el", "al", "zu"})
_NO_NAMES: Final = frozenset(
    """sie ihnen ihr ihre ihren ihrem ihrer du dein deine wir uns unser unsere ich der die das den dem ein eine und
    oder bitte danke vielen wie was wo wann warum wenn wir es er man im am zum zur you your we our i he she it the a
    an and please thanks thank how what where when why if kollegin kollege kunde kundin uhr montag dienstag mittwoch
    donnerstag freitag samstag sonntag monday tuesday wednesday thursday friday saturday sunday""".split()
)
# Frequent given names of the German and English speaking countries, folded: a closed list that only has to be common.
GIVEN_NAMES: Final = frozenset(
    """aaron abigail adam adrian ahmed ahmet aisha alan albert alex alexander alexandra ali alice alina alison amanda
    amelie amina amir amy anastasia andre andrea andreas andrew angela angelika ann anna anne annegret annette
    annika anja anke anthony antje anton antonia armin arne arthur astrid ayla aylin ayse barbara bastian beat beate
    ben benedikt benjamin bernd bernhard bettina birgit bjoern boris brandon brian brigitte britta bruno burak
    caroline carla carlos carmen carolin catherine cem charles charlotte chiara chloe chris christa christian
    christiane christina christine christof christoph christopher claire clara claudia clemens conrad cornelia
    damian daniel daniela david dean debbie dennis derya diana dieter dirk dominik donald doris dorothea edith
    eduard elena eleni elias elif elisa elisabeth elise elizabeth ella elke ella emil emilia emily emine emma emre
    enrico eric erich erik erika erkan ernst esra esther eva evelyn fabian fatima fatma felix ferdinand finn fiona
    flavia florian frank franz franziska fred frederik friederike friedrich fritz gabriele gabriel georg george
    gerald gerd gerda gerhard gisela grace greta gregor guenter guenther guido gustav hakan hanna hannah hannes hans
    harald harriet harry hasan heather heidi heike heiko heiner heinrich heinz helen helena helga helmut hendrik
    henrik henry herbert hermann hilde holger horst hugo hussein ian ibrahim ida ilka ilona ilse imke ines inga inge
    ingeborg ingo ingrid ioana irene iris irina isabel isabella isabelle ivan ivana jack jacob jakob james jamal jan
    jana janet janina jannik jasmin jasmine jason jean jeff jennifer jens jessica jessika joachim joanna jochen joel
    johann johanna johannes john jonas jonathan jordan jorge josef josefine joseph joshua juan judith jule julia
    julian julie juergen justin jutta kai karen karim karin karl karla karlo karsten katarina katharina kathleen
    kathrin katja katrin kavya kay keith kelly kemal ken kenneth kerstin kevin khalid kilian kim kirsten klara klaus
    konrad konstantin kristin kristina kurt lara larissa lars laura lea leah lee lena leni leo leon leonie lewis
    liam lilli lilly lina linda linus lisa liselotte lorenz lotte louis louisa lothar luana luca lucas lucia ludwig
    luis luisa luise lukas luke lutz lydia magda magdalena maik maja maike malte mandy manfred manuel manuela marc
    marcel marco marcus maren margaret margarete margit maria mariam marianne marie marina mario marion marius mark
    marko markus marlen marlene marta martha martin martina mary mateo mathilda mathias matthew matthias max
    maximilian maya mehmet mehmet meike melanie melissa merle mia michael michaela michelle mike mila milan milena
    miles mira miriam mohamed mohammed monica monika moritz murat mustafa nadia nadine nadja naomi natalie natascha
    nathan neil nele nia nick nicholas nico nicolas nicole nikola nils nina noah nora norbert olaf ole olena olga
    oliver olivia omar oscar oskar otto pamela pascal patricia patrick paul paula pauline peggy peter petra phil
    philip philipp pia piet priya rachel rafael rainer ralf ralph ramona raphael rebecca regina reiner reinhard
    renate rene ricarda richard rico rita robert robin roger roland rolf roman ronald rosa rosemarie rosi ross
    roswitha roxana rudi rudolf ruth ryan sabine sabrina samantha samira samuel sandra sara sarah sascha saskia
    scott sean sebastian selin selina sharon sibylle siegfried sigrid silke silvia simon simone sina sofia sofie
    sonja sophia sophie stefan stefanie steffen steffi stella stephan stephanie stephen steve steven sue susan
    susanne svea sven svenja sylvia tamara tanja tara tatjana ted teresa thea theo theodor theresa thies thomas
    thorsten tilo tim timo tina tobias tom toni torben torsten tyler udo ulf uli ulli ulrich ulrike ursula uschi ute
    uwe valentin valentina vanessa vera verena veronika victoria viktor viktoria vincent viola volker waltraud
    walter wendy werner wiebke wilhelm will william winfried wolfgang xenia yannick yara yasemin yasmin yusuf yvonne
    zeynep zoe""".split()
)


def persons(text: Text) -> tuple[Person, ...]:
    """The named persons of `text` in order; none in an empty text. A mere given name in running text is not one."""
    return _PERSONS(text)


def _all_persons(text: Text) -> tuple[Person, ...]:
    found: list[Person] = []
    index, count = 0, len(text)
    folds = text.folds
    while index < count:
        folded = folds[index]
        if folded in TITLES or folded in _ROLES:
            last = _after_title(text, index)
            if last > index:
                full = last - index > 1 and folds[last - 1] not in TITLES | _ACADEMIC | _PARTICLES
                found.append(_person(text, index, last, full))
                index = last + 1
                continue
        elif folded in GIVEN_NAMES and capitalised(text, index) and _surname(text, index + 1, index):
            last = index + 1
            found.append(_person(text, index, last, True))
            index = last + 1
            continue
        index += 1
    return tuple(found)


_PERSONS: Final = Last(_all_persons)


def capitalised(text: Text, index: int) -> bool:
    """Whether token `index` is a word with a capital first letter but not all in capitals, or an initial."""
    if text.kinds[index] is not Kind.WORD:
        return False
    word = text.word(index)
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def joined(text: Text, index: int) -> bool:
    """Whether nothing but space, or the dot of an abbreviation, stands between token `index` and the next one."""
    if index + 1 >= len(text) or "\n" in text.after[index]:
        return False
    marks = text.after[index]
    short = text.folds[index] in TITLES | _ACADEMIC or len(text.folds[index]) == 1
    return not marks or (marks == "." and short)


def namelike(text: Text, index: int) -> bool:
    """Whether token `index` may be a name by its look: capitalised and no function word, day or role."""
    return index < len(text) and capitalised(text, index) and text.folds[index] not in _NO_NAMES


def _after_title(text: Text, index: int) -> int:
    """The last token of the name behind the title at `index`, or `index` when no name follows."""
    if not text.word(index)[0].isupper() and text.folds[index] not in _ROLES:
        return index
    last = index
    position = index
    while position - index < 5 and joined(text, position):
        position += 1
        folded = text.folds[position]
        if folded in TITLES or folded in _ACADEMIC:
            continue
        if folded in _PARTICLES and last >= index and joined(text, position) and namelike(text, position + 1):
            continue
        if not namelike(text, position) or last > index + 2:
            break
        if last > index and text.folds[index] in TITLES and not _name_follows_name(text, last, position):
            break
        last = position
    if text.folds[index] in _ROLES and last > index and text.folds[index + 1] not in GIVEN_NAMES:
        return last if text.folds[last] in GIVEN_NAMES or last > index + 1 else index
    return last


def _name_follows_name(text: Text, last: int, position: int) -> bool:
    """Whether the word at `position` goes on with the name: behind a given name, an initial or a particle."""
    before = text.folds[last]
    return before in GIVEN_NAMES or len(before) == 1 or before.endswith("'s") or position > last + 1


def _surname(text: Text, index: int, given: int) -> bool:
    """Whether token `index` looks like the surname behind the given name at `given`."""
    return joined(text, given) and namelike(text, index) and text.folds[index] not in TITLES


def _person(text: Text, first: int, last: int, full: bool) -> Person:
    return Person(Span(text.starts[first], text.ends[last]), first, last, full)
