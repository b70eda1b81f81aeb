"""Essences, likeness, and what was said to many, again or elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

import pytest

from knigge.engine.records.envelope import envelope
from knigge.engine.records.essence import essence, name_words, too_short
from knigge.engine.records.overlap import bag, share
from knigge.engine.records.repeats import LISTED, Repeat, again, elsewhere, to_many
from knigge.engine.records.resemblance import Said, likeness, pool
from knigge.engine.signals.letter import letter
from knigge.engine.tokens import tokenize

Words = tuple[str, ...]

ALIKE: Final = {
    "slots filled": (
        "Hallo Jana, Ihre Bestellung 4711 ist am 3. Mai um 14 Uhr bei Ihnen. Wir bitten um Verständnis. ^AB",
        "Hallo Herr Demir, Ihre Bestellung 98-1 ist am Freitag bei Ihnen. Wir bitten um Verständnis. /JK",
    ),
    "slots filled, English": (
        "Hi Priya, your refund of £49.90 for order #A-771 left us on 2 March. It takes 3 days to show up. Cheers, Tom",
        "Hi Ben! Your refund of £7 for order #B-2 left us yesterday. It takes 5 days to show up. – Ines",
    ),
    "sentences swapped": (
        "Wir nehmen Ihre Kritik ernst. Ihr Anliegen haben wir an die zuständige Fachabteilung weitergeleitet. Wir "
        "melden uns schnellstmöglich bei Ihnen.",
        "Ihr Anliegen haben wir an die zuständige Fachabteilung weitergeleitet. Wir melden uns schnellstmöglich bei "
        "Ihnen. Wir nehmen Ihre Kritik ernst.",
    ),
    "another product": (
        "Vielen Dank für Ihre Nachricht zu unserem Toaster. Bitte senden Sie uns Ihre Kundennummer, damit wir den Fall "
        "prüfen können.",
        "Vielen Dank für Ihre Nachricht zu unserem Staubsauger. Bitte senden Sie uns Ihre Kundennummer, damit wir den "
        "Fall prüfen können.",
    ),
    "another town, twice": (
        "Danke für den Hinweis zur Filiale Köln. Wir haben die Kollegen in Köln informiert, sie sehen sich das an.",
        "Danke für den Hinweis zur Filiale Bonn. Wir haben die Kollegen in Bonn informiert, sie sehen sich das an.",
    ),
    "one sentence added": (
        "We are sorry to hear about your experience. We have passed your feedback on to the relevant team and will get "
        "back to you as soon as possible.",
        "We are sorry to hear about your experience. We have passed your feedback on to the relevant team and will get "
        "back to you as soon as possible. Have a lovely weekend!",
    ),
    "two other words": (
        "Leider können wir Ihre Anfrage hier nicht beantworten. Bitte wenden Sie sich an unseren Kundenservice unter "
        "der bekannten Nummer.",
        "Leider können wir Ihre Frage hier nicht beantworten. Bitte wenden Sie sich an unseren Kundendienst unter der "
        "bekannten Nummer.",
    ),
    "du for Sie": (
        "Schick uns bitte deine Kundennummer per Direktnachricht, dann schauen wir uns das für dich an.",
        "Schicken Sie uns bitte Ihre Kundennummer per Direktnachricht, dann schauen wir uns das für Sie an.",
    ),
}
DIFFERENT: Final = {
    "same matter": (
        "Das Paket liegt noch im Depot in Köln, weil der Fahrer gestern krank war. Morgen bis 12 Uhr klingelt die "
        "Vertretung bei Ihnen.",
        "Ihr Paket hatte eine falsche Hausnummer auf dem Etikett. Ich habe sie korrigiert, es kommt am Freitag vor 12 "
        "Uhr.",
    ),
    "same matter, English": (
        "The late train was down to a broken signal at Reading. Claim your delay repay with the ticket photo, 15 "
        "minutes is enough.",
        "We had no driver for the 8:02, which is on us. Your ticket is valid on any train today and I can book you a "
        "taxi home.",
    ),
    "same frame": (
        "Danke für Ihre Nachricht. Der Fahrstuhl am Nordausgang bekommt heute eine neue Steuerung, bis dahin hilft die "
        "Rampe an der Post. Melden Sie sich gern, wenn etwas fehlt.",
        "Danke für Ihre Nachricht. Die Rechnung vom März war doppelt, ich habe sie storniert und das Geld ist "
        "unterwegs. Melden Sie sich gern, wenn etwas fehlt.",
    ),
    "same frame, English": (
        "Thanks for the photo. The crack in the handle is a casting fault, so a new pan ships tonight and you can bin "
        "the old one. Shout if anything else is wrong.",
        "Thanks for the photo. That stain is turmeric: leave it in the sun for two days and it fades by itself. Shout "
        "if anything else is wrong.",
    ),
    "same news, own case": (
        "In der Gartenstraße ist der Strom bis 16 Uhr weg, ein Bagger hat das Kabel getroffen. Ihre Tiefkühltruhe hält "
        "das aus, wenn sie zu bleibt.",
        "In der Ringstraße ist der Strom bis 16 Uhr weg, ein Bagger hat das Kabel getroffen. Für Ihr Beatmungsgerät "
        "bringt der Notdienst jetzt einen Akku vorbei.",
    ),
    "polite and short": (
        "Danke für das Lob, das geben wir gern an die Küche weiter!",
        "Danke für den Hinweis, das geben wir gleich an die Werkstatt weiter!",
    ),
    "adapted to the channel": (
        "Am 12. Juni feiern wir 40 Jahre Werk Süd. Um 10 Uhr öffnen die Hallen, es gibt Führungen, Musik und Kuchen.",
        "40 Jahre Werk Süd: Welche Halle wolltest du schon immer von innen sehen? Sag es uns, am 12. Juni führen wir "
        "dich hin.",
    ),
}
LIMIT: Final = 0.65


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE)
def test_one_text_with_other_fillings_is_alike(pair: tuple[str, str]) -> None:
    assert likeness(essence(pair[0]), essence(pair[1])) > LIMIT


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT)
def test_texts_of_their_own_are_not_alike(pair: tuple[str, str]) -> None:
    assert likeness(essence(pair[0]), essence(pair[1])) < LIMIT - 0.1


def test_no_other_measure_tells_the_pairs_apart_as_well() -> None:
    found = {measure.__name__: _gap(measure) for measure in (_words, _pairs, _subsequence, _chosen)}

    assert {name: (round(least, 2), round(most, 2)) for name, (least, most) in found.items()} == {
        "_words": (0.77, 0.67),
        "_pairs": (0.62, 0.51),
        "_subsequence": (0.75, 0.67),
        "_chosen": (0.7, 0.54),
    }
    assert max(found, key=lambda name: found[name][0] - found[name][1]) == "_chosen"


def _gap(measure: Callable[[Words, Words], float]) -> tuple[float, float]:
    """The lowest of the alike pairs and the highest of the different ones."""
    alike = min(measure(essence(one).words, essence(other).words) for one, other in ALIKE.values())
    return alike, max(measure(essence(one).words, essence(other).words) for one, other in DIFFERENT.values())


def _chosen(one: Words, other: Words) -> float:
    return share(bag(one), bag(other))


def _words(one: Words, other: Words) -> float:
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def _pairs(one: Words, other: Words) -> float:
    bags = [Counter(pairwise(words)) for words in (one, other)]
    return 2 * (bags[0] & bags[1]).total() / (bags[0].total() + bags[1].total())


def _subsequence(one: Words, other: Words) -> float:
    row = [0] * (len(other) + 1)
    for word in one:
        new = [0]
        for place, theirs in enumerate(other):
            new.append(row[place] + 1 if word == theirs else max(row[place + 1], new[-1]))
        row = new
    return 2 * row[-1] / (len(one) + len(other))


def test_likeness_can_be_counted_on_paper() -> None:
    one, other = essence("Das Paket kommt morgen an."), essence("Der Brief kommt morgen an.")

    assert one.words == ("das", "paket", "kommt", "#", "an")
    assert likeness(one, other) == 2 * (3 + 2) / (9 + 9)  # kommt, #, an; kommt #, # an
    assert likeness(essence("ja ja ja"), essence("ja")) == 2 * 1 / (5 + 1)
    assert likeness(essence(""), essence("")) == 0
    assert likeness(essence("Danke"), essence("danke!")) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("😀 @acme https://acme.de/x?y=1 www.acme.de post@acme.de acme.de/hilfe :-) <3", ""),
        ("Liebe Frau Dr. Yılmaz-Berg,\nIhr Gerät ist da.\nViele Grüße\nIhr Serviceteam", "ihr geraet ist da"),
        ("Frau Keller, danke! Herr von Berg ruft Sie an.", "danke ruft sie an"),
        ("Danke, Jana, für das Foto. Jürgen schaut es an.", "danke fuer das foto schaut es an"),
        ("Wir zahlen 49,90 Euro am 3. Mai 2026 um 14:30 Uhr.", "wir zahlen # am # um #"),
        ("Wir zahlen am Freitag, spätestens in zwei Wochen.", "wir zahlen am # spaetestens in #"),
        ("Call 030 123-456 by 5 pm on 2 March, order #A-771.", "call # by # on # order #"),
        ("You may march on Sunday.", "you may march on #"),
        ("We're sorry, it can't and won't work.", "we are sorry it can not and will not work"),
        ("Kund*innen, Kund:innen und Kund_innen", "kundinnen kundinnen und kundinnen"),
        ("E-Mail an die Straßen\u00adbahn", "email an die strassenbahn"),
        ("#Streik am Gleis", "streik am gleis"),
    ],
)
def test_the_essence_is_what_stays_from_one_use_to_the_next(text: str, words: str) -> None:
    assert essence(text).words == tuple(words.split())


def test_known_names_are_left_out_wherever_they_stand() -> None:
    text = "Hallo Xanthippe, das klappt. Unsere Frida-Lou ruft an, liebe Xanthippe."

    known = name_words(["Frida-Lou Abel", "sunny"])
    assert essence(text, known).words == tuple("das klappt unsere ruft an liebe".split())


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", True),
        ("Danke, das freut uns sehr!", True),
        ("Gern geschehen, schönes Wochenende!", True),
        ("Danke danke danke für Lob Lob Lob Lob und Lob 1 2 3 4 5", True),
        ("Wir nehmen Ihre Kritik ernst und haben sie an die Fachabteilung weitergeleitet.", False),
        ("We have passed your honest feedback on to the relevant team.", False),
        ("Montag ist Kinotag: alle Filme für 6 Euro, auch in Saal 1 und mit Überlänge.", False),
        ("Danke, dass ihr da seid, und bis zum nächsten Mal bei uns und mit euch!", True),
    ],
)
def test_few_content_words_are_too_short_to_be_compared(text: str, short: bool) -> None:
    assert too_short(essence(text)) is short


BODIES: Final = (
    "das Gerät ist kaputt, wir tauschen es. Bis wann brauchen Sie es?",
    "We fixed it - try again, please!",
    "Ihre Bestellung 4711 ist unterwegs",
    "Liebe geht durch den Magen. Liebe Grüße aus der Küche sind auch dabei.",
    "Das prüfe ich. Hallo sagt übrigens auch Frau Keller",
)
GREETINGS: Final = (
    *("", "Hallo Jana,", "Hallo, Jana!", "Hallo,", "Hallo!", "Guten Tag Herr Dr. Lang,", "Guten Morgen,", "Hi there,"),
    *("Sehr geehrte Frau von Berg,", "Sehr geehrte Damen und Herren,", "Liebe Kundinnen und Kunden,", "Hi all,"),
    *(
        "Hallo zusammen,",
        "@lisa_k Hi Lisa!",
        "👋 Hey Ben,",
        "Dear valued customer,",
        "Dear Ms Okafor,",
        "Grüezi Herr Wyss\n",
    ),
    *(
        "Lieber Tom,",
        "Liebe Jana, lieber Tom,",
        "Hallo @max_m,",
        "Hello Priya!",
        "Hallo sunny42,",
        "Grüß Gott,",
        "Moin",
    ),
)
SIGNATURES: Final = (
    *("", "^AB", "/JK", "*SR", "^Ilka", "– Corinne, records", "(Kim)", "Viele Grüße, Jana", "LG Tom vom Team"),
    *("Mit freundlichen Grüßen\nIhr Kundenservice", "Kind regards, Priya", "Cheers, Tom", "\nIhr Praxisteam"),
    *(
        "Viele Grüße\nJana Keller",
        "VG",
        "Herzliche Grüße aus Bonn, eure Jana 😀",
        "Best, Ben",
        "Thanks!",
        "^AB #service",
    ),
    *(
        "\nMeister Kurt Abel",
        "Beste Grüße, Ihr Team von Muster",
        "Schönen Tag noch!",
        "Yours sincerely, the library team",
    ),
)


@pytest.mark.parametrize("greeting", GREETINGS)
def test_the_quick_look_finds_greeting_and_signature_where_the_signals_do(greeting: str) -> None:
    for body in BODIES:
        for signature in SIGNATURES:
            raw = f"{greeting} {body} {signature}".strip()

            found = envelope(raw)

            assert raw[found.start : found.end].strip() == _between(raw), raw


def _between(raw: str) -> str:
    """The message as the signals see it. A mere name at the start is left to the essence."""
    text = tokenize(raw)
    parts = letter(text)
    start = text.ends[parts.greeting.last] if parts.greeting else 0
    end = text.starts[parts.signature.first] if parts.signature else len(raw)
    while parts.signature and end > start and raw[end - 1] in "^*~/–—-( ":
        end -= 1
    return raw[start:end].strip()


TEMPLATE: Final = (
    "Vielen Dank für Ihre Nachricht. Bitte senden Sie uns Ihre Kundennummer, damit wir den Fall {} können."
)
START: Final = datetime(2026, 3, 1, 9, tzinfo=UTC)


def _said(name: str, day: float | None, person: str | None, text: str = "prüfen", channel: str | None = "x") -> Said:
    at = None if day is None else START + timedelta(days=day)
    return Said(name, essence(TEMPLATE.format(text)), at, person, channel, "acme")


def _holds(answers: tuple[Repeat, ...]) -> dict[str, bool | None]:
    return {answer.id: answer.holds for answer in answers}


def test_every_use_of_a_template_counts_the_first_too() -> None:
    items = [_said("m1", 0, "a"), _said("m2", 5, "b", "klären"), _said("m3", 30, "c"), _said("m4", 61, "d")]

    answers = to_many(pool(items, 0.7, timedelta(days=30)), 3)

    assert _holds(answers) == {"m1": True, "m2": True, "m3": True, "m4": False}
    assert answers[0] == Repeat("m1", True, ("m2", "m3"), 2, 1.0, 3, 3)
    assert answers[1].closest == likeness(items[0].essence, items[1].essence)


def test_one_person_many_times_is_one_person() -> None:
    items = [_said(f"m{number}", number, "ab"[number % 2]) for number in range(9)]

    assert set(_holds(to_many(pool(items, 0.7, timedelta(days=30)), 3)).values()) == {False}


@pytest.mark.parametrize(("day", "person"), [(2, None), (None, "c"), (None, None)])
def test_an_unknown_person_or_time_neither_proves_nor_disproves(day: float | None, person: str | None) -> None:
    items = [_said("m1", 0, "a"), _said("m2", 1, "b"), _said("m3", day, person)]

    answers = to_many(pool(items, 0.7, timedelta(days=30)), 3)

    assert set(_holds(answers).values()) == {None}
    assert [(answer.people, answer.at_most) for answer in answers[:2]] == [(2, 3), (2, 3)]
    assert answers[0].alike == ("m2", "m3")


def test_an_unknown_time_does_not_matter_where_the_person_is_no_other() -> None:
    items = [_said("m1", 0, "a"), _said("m2", 1, "b"), _said("m3", None, "b")]

    assert set(_holds(to_many(pool(items, 0.7, timedelta(days=30)), 3)).values()) == {False}


def test_a_time_without_offset_is_unknown() -> None:
    items = [_said("m1", 0, "a"), Said("m2", _said("", 0, "b").essence, datetime(2026, 3, 1), "b", "x", "acme")]

    assert set(_holds(to_many(pool(items, 0.7, timedelta(days=30)), 2)).values()) == {None}


def test_many_likes_are_counted_and_ten_are_named() -> None:
    items = [_said(f"m{number:02}", number, str(number)) for number in range(20)]

    answer = to_many(pool(items, 0.7, timedelta(days=30)), 3)[5]

    assert answer.count == 19
    assert answer.alike == tuple(f"m{number:02}" for number in range(LISTED + 1) if number != 5)


def test_again_is_only_the_later_one_in_the_same_place_within_the_window() -> None:
    items = [
        _said("m1", 0, None),
        _said("m2", 30, None, "klären"),
        _said("m3", 61, None),
        _said("m4", 61, None, channel="facebook"),
        _said("m5", 62, None, channel=None),
    ]
    texts = pool(items, 0.7, timedelta(days=30))

    assert _holds(again(texts)) == {"m1": False, "m2": True, "m3": False, "m4": False, "m5": None}
    assert _holds(elsewhere(texts)) == {"m1": False, "m2": False, "m3": False, "m4": True, "m5": None}
    assert again(texts)[1].alike == ("m1",)
    assert elsewhere(texts)[3].alike == ("m3",)


def test_an_undated_text_may_stand_before_or_after() -> None:
    texts = pool([_said("m1", 0, None), _said("m2", None, None)], 0.7, timedelta(days=30))

    assert again(texts) == (Repeat("m1", None, ("m2",), 1, 1.0), Repeat("m2", None, ("m1",), 1, 1.0))


def test_very_short_answers_are_never_the_same_again() -> None:
    thanks = essence("Danke, das freut uns sehr!")
    items = [Said(f"m{number}", thanks, START, str(number), "x", "acme") for number in range(5)]
    texts = pool(items, 0.7, timedelta(days=30))

    assert {answer.holds for ask in (again(texts), elsewhere(texts), to_many(texts, 3)) for answer in ask} == {False}


def test_an_empty_pool_has_no_answers() -> None:
    assert to_many(pool([], 0.7, timedelta(days=30)), 3) == ()


@pytest.mark.parametrize("limit", [0.0, -1.0, 1.5])
def test_a_limit_that_means_nothing_is_refused(limit: float) -> None:
    with pytest.raises(ValueError, match="limit must be above 0"):
        pool([], limit, timedelta(days=30))
