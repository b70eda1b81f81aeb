"""Personal data by shape: found where it names one person, left alone where it is ours or only asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knigge.engine.record import Author, Exchange, Message, Organisation, Role
from knigge.engine.signals.personal import luhn, personal_data, references, valid_iban
from knigge.engine.signals.reading import Reading
from knigge.engine.tokens import tokenize


def _reading(text: str, role: Role = Role.US, contacts: tuple[str, ...] = ()) -> Reading:
    message = Message("m", text, author=Author("a", role))
    return Reading(tokenize(text), None, Exchange(message), Organisation(contacts=contacts))


def _found(text: str, role: Role = Role.US, contacts: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    measured = personal_data.measure(_reading(text, role, contacts))
    assert measured.value == len(measured.spans) == len(measured.labels)
    return [(text[span.start : span.end], label) for span, label in zip(measured.spans, measured.labels, strict=True)]


@pytest.mark.parametrize(
    ("text", "piece", "label"),
    [
        ("Wir haben an lena.hofer81@gmx.at geschrieben.", "lena.hofer81@gmx.at", "e-mail"),
        ("Wir rufen Sie heute unter 0171 5550123 zurück.", "0171 5550123", "phone"),
        ("We called you on (212) 555-0147 twice.", "(212) 555-0147", "phone"),
        ("Wir haben an lena.brandt@firma.example geschrieben.", "lena.brandt@firma.example", "e-mail"),
        ("Write to your address lena@firma.example is what we did.", "lena@firma.example", "e-mail"),
        ("Schreib doch deiner Nachbarin, anna.kern@firma.example.", "anna.kern@firma.example", "e-mail"),
        ("Ask your neighbour at anna.kern@firm.example.", "anna.kern@firm.example", "e-mail"),
        ("Schreib doch deinem Vermieter: max.mayer@gmx.de", "max.mayer@gmx.de", "e-mail"),
        ("Danke. Frau Kern, 0171 2345678", "0171 2345678", "phone"),
        ("We will call him on 0161 555 0142.", "0161 555 0142", "phone"),
        ("Ihre Nummer +43 664 1234567 stimmt?", "+43 664 1234567", "phone"),
        ("Das Geld ging an AT61 1904 3002 3457 3201 zurück.", "AT61 1904 3002 3457 3201", "iban"),
        ("Your card 4111 1111 1111 1111 was charged.", "4111 1111 1111 1111", "card"),
        ("Die Karte mit den Endziffern 4471 ist gesperrt.", "4471", "card"),
        ("Zur Kundennummer 4711-22 finde ich zwei Pakete.", "4711-22", "customer-number"),
        ("Your order no. A-1234 left today.", "A-1234", "order-number"),
        ("Vertragsnr.: 88.123.4 läuft aus.", "88.123.4", "contract-number"),
        ("Die Steuer-ID 12 345 678 901 haben wir.", "12 345 678 901", "tax-number"),
        ("Ihre AHV-Nummer 756.9217.0769.85 fehlt nicht mehr.", "756.9217.0769.85", "insurance-number"),
        ("Wir haben es bei Ihrer Nachbarin im Birkenweg 7 abgegeben.", "Birkenweg 7", "address"),
        ("It is on its way to your address, 22 Baker Street.", "22 Baker Street", "address"),
        ("Geburtsdatum 03.05.1962 ist hinterlegt.", "03.05.1962", "birth-date"),
        ("Geboren am 3. Mai 1962, das stimmt so.", "3. Mai 1962", "birth-date"),
        ("Ihr Kennzeichen M-AB 1234 ist eingetragen.", "M-AB 1234", "licence-plate"),
        ("Ihr neues Passwort lautet Hund7Katze und gilt sofort.", "Hund7Katze", "secret"),
        ("PIN: 4711", "4711", "secret"),
        ("Gewonnen hat Lukas Brandt, 34, aus Ulm.", "Lukas Brandt, 34", "name"),
    ],
)
def test_data_is_found_with_its_type(text: str, piece: str, label: str) -> None:
    assert (piece, label) in _found(text)


@pytest.mark.parametrize(
    "number",
    [
        "+49 (0)30 1234567",
        "0049 171 1234567",
        "+49-171-1234567",
        "0171/1234567",
        "030/123 45 67",
        "(030) 1234567",
        "+43 (0)1 512 34 56",
        "0664/123 45 67",
        "+41 79 123 45 67",
        "079 123 45 67",
        "+41(0)79 1234567",
    ],
)
def test_german_austrian_and_swiss_phone_numbers_are_found_whole(number: str) -> None:
    assert _found(f"Mich erreicht man über {number}, danke", Role.CUSTOMER) == [(number, "phone")]


@pytest.mark.parametrize(
    ("text", "piece", "label"),
    [
        ("de89 3704 0044 0532 0130 00", "de89 3704 0044 0532 0130 00", "iban"),
        ("LI21 0881 0000 2324 013A A", "LI21 0881 0000 2324 013A A", "iban"),
        ("CH9300762011623852957", "CH9300762011623852957", "iban"),
        ("meine Karte mit Endnummer 1234", "1234", "card"),
        ("Kd.-Nr. 4711", "4711", "customer-number"),
        ("Best.-Nr. A12345", "A12345", "order-number"),
        ("Personalausweisnummer L01X00T47", "L01X00T47", "identity-number"),
        ("SV-Nummer 1234 010180", "1234 010180", "insurance-number"),
        ("Versichertennummer A123456789", "A123456789", "insurance-number"),
        ("Steuernummer 93815/08152", "93815/08152", "tax-number"),
        ("Bahnhofstrasse 10, 8001 Zürich", "Bahnhofstrasse 10", "address"),
        ("Mariahilfer Straße 88/12, 1060 Wien", "Mariahilfer Straße 88", "address"),
        ("Ich wohne in der Langen Gasse 4", "Langen Gasse 4", "address"),
        ("Aylin Demir, *12.03.1985", "12.03.1985", "birth-date"),
        ("Autokennzeichen GR-AB 12", "GR-AB 12", "licence-plate"),
        ("Kontrollschild ZH 123456", "ZH 123456", "licence-plate"),
        ("Kennzeichen W-12345X", "W-12345X", "licence-plate"),
    ],
)
def test_what_customers_write_is_found_with_its_type(text: str, piece: str, label: str) -> None:
    assert (piece, label) in _found(text, Role.CUSTOMER)


@pytest.mark.parametrize(
    "text",
    [
        "5 * 12.03.2025 * 7",
        "Der Bus hält in der Bahnhofstrasse 10 bis 12 Uhr.",
        "Ich habe 4111 1111 1111 1112 Schritte gezählt.",
        "de88 3704 0044 0532 0130 00",
        "Am Gleis 10 nach 8001 Metern.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert _found(text, Role.CUSTOMER) == []


@pytest.mark.parametrize(
    "text",
    [
        "Schicken Sie uns bitte Ihre Kundennummer per Direktnachricht.",
        "Die Kundennummer ist 10-stellig und steht oben rechts.",
        "Please send us your order number and your postcode.",
        "Hallo Frau Demir, danke für Ihre Geduld.",
        "Unsere Hotline 0800 123 45 67 ist bis 20 Uhr besetzt.",
        "Rufen Sie uns an: 030 555 77 22.",
        "Schreiben Sie an service@firma.example oder presse@firma.example.",
        "Notdienst heute: 0345 555 880, rund um die Uhr erreichbar.",
        "Vom 01.02.2026 bis 03.04.2026 fährt die Linie 4 nicht.",
        "Das kostet 1.299,00 Euro und wiegt 12,5 kg.",
        "Die Rechnung 2025 kommt im März.",
        "Unsere Filiale in der Lindenstraße 14 öffnet um 9 Uhr.",
        "Format der Kundennummer: zum Beispiel 4711-22.",
        "Setzen Sie das Passwort bitte in der App neu.",
        "Bitte die PIN ist 4-stellig eingeben.",
        "Frau Keller, 15 Uhr passt uns gut.",
        "Der Drache geht morgen raus, sobald du mir die Adresse per Mail schickst: ersatzteile@drachenhort.example.",
        "Write to us at lost.property@line7.example, and we look on the bus tonight.",
        "Our caretaker Des carries it up: 0161 555 0142, just ring him.",
        "The bear is in the chapel office, dry and whole. Agnes, 07700 900377",
        "Ich habe den Schlüssel hier. Jonas, Tel. 0171 2345678",
        "",
    ],
)
def test_our_own_contacts_requests_and_plain_numbers_are_none(text: str) -> None:
    assert _found(text) == []


def test_configured_contacts_are_ours() -> None:
    text = "Frau Keller erreicht Sie unter 0711 998877 oder erika.keller@stadtwerke.example."

    assert _found(text)
    assert _found(text, contacts=("+49 711 998877", "info@stadtwerke.example")) == []


def test_a_customer_has_no_public_contact_data() -> None:
    text = "Rufen Sie mich an: 030 5557722"

    assert _found(text) == []
    assert _found(text, Role.CUSTOMER) == [("030 5557722", "phone")]


def test_case_numbers_we_give_out_are_references() -> None:
    text = "Ihr Anliegen hat die Nummer #88213."

    assert _found(text) == []
    assert [text[item.span.start : item.span.end] for item in references(_reading(text))] == ["88213"]


def test_a_full_name_counts_beside_other_data_only() -> None:
    assert _found("Julia Berger hat gewonnen.") == []
    assert ("Julia Berger", "name") in _found("Julia Berger, Kundennummer 448812, hat gewonnen.")


def test_wrong_check_digits_are_no_account_and_no_card() -> None:
    assert not valid_iban("AT611904300234573202")
    assert not luhn("4111111111111112")
    assert _found("Siehe AT61 1904 3002 3457 3202 dort.") == []


@given(st.text(max_size=80))
def test_no_text_crashes_and_every_span_lies_inside(text: str) -> None:
    measured = personal_data.measure(_reading(text))

    assert all(0 <= span.start < span.end <= len(text) for span in measured.spans)


@given(st.text("0123456789+()-/. @AZaz:äü", max_size=60))
def test_heaps_of_digits_do_not_crash(text: str) -> None:
    measured = personal_data.measure(_reading("Tel. " + text))

    assert all(span.end <= len(text) + 5 for span in measured.spans)
