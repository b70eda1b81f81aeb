"""Word classes behind shouting: what is always in capitals, what never names anything, what announces a name."""

from __future__ import annotations

from typing import Final

# Acronyms and marks in general use, beside what shape tells (digits, no vowel).
ACRONYMS: Final = frozenset(
    """dsgvo iban sepa bic agb agbs faq faqs pin tan wlan dsl lte usb sms pdf html kfz lkw pkw tuev adac ard zdf
    orf srf sbb oebb bvg mvg hvv ahv suva edeka rewe lidl ikea datev sap bmw vw eur chf usd gmbh ag kg nasa
    unesco unicef who dhl ups nvidia xing bafin schufa elster bafoeg bitkom twint asap rtfm rofl lol hipaa
    gdpr nhs covid osha nato uefa fifa aida aldi audi seat opel obi hornbach bauhaus iso din efta nafta
    radar laser visa maestro amex paypal""".split()
)
# Words that carry emphasis and name nothing: particles, adverbs, quantities, numerals, calls. A capital one
# is a raised voice wherever it stands.
_EMPHATIC_DE: Final = frozenset(
    """nicht nichts nie niemals nein kein keine keinen keinem keiner keines keinesfalls keineswegs niemand nirgends
    immer jederzeit stets sofort jetzt heute gestern morgen bald gleich endlich bereits schon laengst noch
    nochmal nochmals wieder erst bitte danke unbedingt ausschliesslich ausnahmslos nur alle alles allen
    aller jeder jede jedes jeden jedem ueberall absolut absolutes absolute wirklich ganz gar genau echt sehr
    viel viele mehr weniger zu ohne mit vor nach ausser ausserhalb innerhalb inklusive exklusive sondern
    aber auch dann danach vorher zuerst zuletzt dort hier hierhin selbst selber allein einzig einzige muss
    muessen musst soll sollen darf duerfen kann koennen will wollen bleibt ist sind war haben hat gilt
    stimmt lesen lest lies schauen warten zahlen anrufen melden handeln kommen stopp stop halt ruhe schluss
    aus fertig ende raus rein weg los auf niemandem zwei drei vier fuenf sechs sieben acht neun zehn elf
    zwoelf zwanzig dreissig vierzig fuenfzig hundert tausend einmal zweimal dreimal doppelt montag dienstag
    mittwoch donnerstag freitag samstag sonntag dein deine deinen ihr ihre ihren unser unsere eure euer wir
    sie euch uns wichtig dringend achtung gratis kostenlos sale falsch richtig verboten geschlossen defekt
    ausverkauft endgueltig geoeffnet hallo super mega juhu jaaa dies diese dieser dieses diesen diesem jener
    jene was wer wie wann warum wieso wo woher wohin jemand etwas doch mal eben nun wird werden wurde wuerde
    waere haette hatte macht machen geht gehen kommt steht stehen gibt geben weiss sehen sagen gesagt
    gelesen gemacht getan sicher komplett total frueher spaeter links rechts oben unten zwischen waehrend
    direkt persoenlich schriftlich offen gesperrt zusammen beide beides keinerlei mindestens hoechstens
    maximal minimal garantiert definitiv niemanden derselbe dasselbe nachher hinten vorne hinaus draussen
    drinnen drin jahre jahr wochen woche tage tag stunden stunde minuten minute euro nachts morgens abends""".split()
)
_EMPHATIC_EN: Final = frozenset(
    """not no never none nothing nobody nowhere always ever now today yesterday tomorrow tonight again already
    still only just please stop wait read check look listen watch answer answered all every everyone
    everything any anyone anything both each must need needs needed will would should shall can cannot could
    do does did done have has had is are was were been the and but with without before after until unless
    because this that these those here there where when what which who why how very really absolutely
    totally completely exactly first last left right half more most less least much many too also you your
    yours our ours we they them their free closed open sent told said asked paid unpaid writing written
    serious cash wrong own two three four five six seven eight nine ten eleven twelve twenty thirty forty
    fifty hundred thousand once twice monday tuesday wednesday thursday friday saturday sunday spring summer
    autumn winter important urgent warning hello sale yes minute minutes hour hours day days week weeks
    month months year years then than same full over under down back keep turn call come make take give know
    want find gone early late huge best worst whole single literally definitely certainly obviously actually
    even often instead either neither such some someone something might may being went came made took gave
    knew wanted ask asks tell thank thanks sorry happy mine himself herself itself themselves yourself
    myself""".split()
)
EMPHATIC: Final = _EMPHATIC_DE | _EMPHATIC_EN
LOUD_SHORT: Final = frozenset(
    "nie nur das dem den ihr sie wir uns tun not now yes you all any did was our one two".split()
)
# Words customarily in capitals, so that they are seen at once: labels anywhere, warnings as a heading.
LABELS: Final = frozenset(
    "werbung anzeige spoiler update edit live info hinweis advert sponsored gifted neu new".split()
)
WARNINGS: Final = frozenset(
    """achtung warnung alarm stopp stop halt gefahr rueckruf unwetter sturm hochwasser gewitter notfall vorsicht
    warning alert emergency recall danger caution attention evacuate tsunami flood""".split()
)
# Words too short to shout alone, but loud beside another capital word: „NUR VOR ORT“.
SHORT: Final = frozenset("no do you not all now nur nie vor aus aber gar der die das and or to is are of on in".split())
# „das Wort ZUSAMMEN“: the word itself is meant.
SPOKEN_OF: Final = frozenset("wort woertchen taste knopf schild schriftzug word key button sign".split())
# What follows these words is a name or a thing spoken of, not something shouted.
NAMING: Final = frozenset(
    """heisst heissen heiss nennt genannt namens lautet wort woerter taste code stichwort modell gate marke titel
    schild spiel film album serie linie halle called named word key button edition version model brand type
    means spell spelled spelt stands press pressing passwort kennwort password kennung kriterien""".split()
)
