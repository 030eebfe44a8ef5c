"""Numbers in a sentence, in figures and in words, compared across two languages."""

import pytest

from models.figures import ambiguous, find_numbers, numbers_differ


def keys(text: str, language: str) -> list[str]:
    return [number.key for number in find_numbers(text, language)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Eran tres hombres y dos mujeres.", ["3", "2"]),
        ("Tenía treinta y cinco años.", ["35"]),
        ("Fue en mil novecientos ochenta y dos.", ["1982"]),
        ("El veintiuno de julio de dos mil diez.", ["21", "2010"]),
        ("Murieron ciento siete niños.", ["107"]),
        ("Pagó doscientas cincuenta mil pesos.", ["250000"]),
        ("Casi dos millones de personas.", ["2000000"]),
        ("Mil quinientas firmas.", ["1500"]),
        ("Entre cinco y seis policías.", ["5", "6"]),
        ("Dieciseis dias sin agua.", ["16"]),  # as people type who leave out accents
        ("Media docena de huevos y tres docenas de pan.", ["12", "36"]),
        ("Una señora me dio un vaso.", []),  # articles
        ("El cuarenta por ciento se fue.", ["40"]),
        ("El cien por ciento de ellos.", ["100"]),
        ("Firmé por ciento veinte dólares.", ["120"]),
        ("A los quince días volvió.", []),  # a fortnight
        ("Veinte, cinco, tres.", ["20", "5", "3"]),
    ],
)
def test_spanish_number_words(text, values):
    assert keys(text, "es") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("There were three men and two women.", ["3", "2"]),
        ("She was thirty-five years old.", ["35"]),
        ("It was in nineteen eighty-two.", ["1982"]),
        ("July twenty-first, two thousand ten.", ["21", "2010"]),
        ("A hundred and seven children died.", ["107"]),
        ("Two hundred and fifty thousand pesos.", ["250000"]),
        ("One thousand five hundred signatures.", ["1500"]),
        ("Between five and six officers.", ["5", "6"]),
        ("He is the one who came.", []),
        ("A man with one glove.", []),
        ("Hundreds of people.", []),
        ("Eleven-ten to twelve-fifty.", ["11", "10", "12", "50"]),
    ],
)
def test_english_number_words(text, values):
    assert keys(text, "en") == values


def test_numbers_keep_their_order_whether_in_figures_or_in_words():
    found = find_numbers("El 12 de mayo llegaron cuatro soldados en 2 camiones, por quinta vez.", "es")
    assert [(n.key, n.form) for n in found] == [("12", "figure"), ("4", "word"), ("2", "figure"), ("5", "ordinal")]
    assert [n.start for n in found] == sorted(n.start for n in found)


SAME = [
    ("Había 1.500 personas.", "There were 1,500 people."),
    ("Había 75 000 desplazados.", "There were 75,000 displaced people."),
    ("Subió un 3,8 por ciento.", "It rose 3.8 percent."),
    ("Lo detuvieron el 21/02/2024.", "He was arrested on 02/21/2024."),
    ("Lo detuvieron el 2024-02-21.", "He was arrested on 21/02/2024."),
    ("Salió a las 18:40.", "He left at 6:40 p.m."),
    ("Llamaron a las 19:40.", "They called at 19.40."),
    ("Entraron 5 soldados.", "Five soldiers came in."),
    ("Entraron cinco soldados.", "5 soldiers came in."),
    ("El quinto día volvió.", "On day five he came back."),
    ("El XII Encuentro de Radios.", "The 12th Gathering of Radios."),
    ("Una camioneta del 84.", "A pickup from 1984."),
    ("Ganaban 900 mil pesos.", "They earned 900,000 pesos."),
    ("Fueron 63 300 millones.", "It was 63.3 billion."),
    ("Eran las dos y media.", "It was two thirty."),
    ("A las tres y diez llamó.", "At ten past three he called."),
    ("Vive en Tres Ceibas.", "He lives in Tres Ceibas."),
    ("Los dos hermanos.", "Both brothers."),
    ("De tres en tres los sacaban, de tres en tres.", "They took them out three at a time."),
]
DIFFERENT = [
    ("Había 1.500 personas.", "There were 15,000 people."),
    ("Pagó 1.5 millones.", "He paid 15 million."),
    ("Lo detuvieron el 21/02/2024.", "He was arrested on 02/22/2024."),
    ("Lo detuvieron el 04/05/2022.", "He was arrested on 05/04/2022."),  # nobody can tell whether it is the same day
    ("Salió a las 18:40.", "He left at 7:40 p.m."),
    ("Salió a las 18:40.", "He left at 6:40."),
    ("Entraron cinco soldados.", "Six soldiers came in."),
    ("Entraron cinco soldados.", "Soldiers came in."),
    ("Entraron soldados.", "Nine soldiers came in."),
    ("Entraron dos soldados.", "Nine soldiers came in."),
    ("Murieron 12 de 40.", "40 of 12 died."),
    ("Murieron doce hombres y cuatro niños.", "Four men and twelve children died."),
    ("El 3 de mayo de 2019.", "May 3."),
    ("Tenía treinta y cinco años.", "She was thirty years old."),
    ("Casa 1, pasaje 4.", "House, passage 4."),
    ("Ganaban 900 mil pesos.", "They earned 90,001 pesos."),
    ("Una camioneta del 84.", "A pickup from 1994."),
]


@pytest.mark.parametrize(("spanish", "english"), SAME)
def test_another_way_to_write_a_number_is_no_difference(spanish, english):
    assert not numbers_differ(spanish, english, "es", "en")
    assert not numbers_differ(english, spanish, "en", "es")


@pytest.mark.parametrize(("spanish", "english"), DIFFERENT)
def test_another_number_is_a_difference_in_both_directions(spanish, english):
    assert numbers_differ(spanish, english, "es", "en")
    assert numbers_differ(english, spanish, "en", "es")


def test_a_names_number_may_change_with_its_form():
    spanish, english = "Lo amenazó el Barrio 18.", "The Eighteenth Street gang threatened him."
    assert numbers_differ("Lo amenazó el Barrio 18.", "The Street gang threatened him.", "es", "en")
    assert not numbers_differ(spanish, english, "es", "en", forms=[("Barrio 18", "Eighteenth Street gang")])


@pytest.mark.parametrize(
    "text", ["9" * 10_000, "1.000" * 3_000, "1 234" * 3_000, "mil " * 5_000, "millones mil " * 3_000, "12/" * 5_000]
)
@pytest.mark.timeout(60)
def test_endless_numbers_do_no_harm(text):
    assert numbers_differ(text, "None.", "es", "en") in (True, False)
    assert not numbers_differ(text, text, "es", "es")


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("El 04/05/2022 vino.", ["ambiguous_date"]),
        ("El 4-5-22 vino.", ["ambiguous_date"]),
        ("El 21/05/2022 vino.", []),
        ("El 05/05/2022 vino.", []),  # the same day either way
        ("El 32/05/2022 vino.", []),
        ("Pagó 1.500 pesos.", ["ambiguous_number"]),
        ("Pagó 1,500 pesos.", ["ambiguous_number"]),
        ("Pagó 1.50 pesos.", []),
        ("Pagó 1.500.000 pesos.", []),  # no decimal has two points
        ("El 04.05.2022 pagó 2.500.", ["ambiguous_date", "ambiguous_number"]),
    ],
)
def test_what_reads_two_ways(text, flags):
    assert ambiguous(text) == flags


@pytest.mark.parametrize(
    "text", ["hundred " * 5_000, "two hundred " * 3_000, "thousand million " * 3_000, "twenty " * 5_000]
)
def test_endless_number_words_do_no_harm(text):
    assert len(find_numbers(text, "en")) <= 5_000
