"""Calendar expressions and their values."""

import pytest

from models.dates import find_dates


def found(text: str, language: str, year: str | None = None) -> list[tuple[str, str]]:
    return [(text[start:end], value) for start, end, value in find_dates(text, language=language, year=year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fue el martes 19 de abril de 2022.", [("martes 19 de abril de 2022", "2022-04-19")]),
        ("El 1º de mayo del 2023", [("1º de mayo del 2023", "2023-05-01")]),
        ("el primero de enero de 1981", [("primero de enero de 1981", "1981-01-01")]),
        ("el catorce de abril de dos mil veintidós", [("catorce de abril de dos mil veintidós", "2022-04-14")]),
        (
            "el treinta y uno de marzo de mil novecientos ochenta",
            [("treinta y uno de marzo de mil novecientos ochenta", "1980-03-31")],
        ),
        ("en abril de 2022 y en setiembre del 2021", [("abril de 2022", "2022-04"), ("setiembre del 2021", "2021-09")]),
        ("en 1981 y después en 1992", [("1981", "1981"), ("1992", "1992")]),
        ("los años ochenta", [("los años ochenta", "198X")]),
        ("el 04/05/2022, o sea 2022-05-04", [("04/05/2022", "2022-05-04"), ("2022-05-04", "2022-05-04")]),
        (
            "el 3 de marzo de 2023; el 5 de marzo volvió",
            [("3 de marzo de 2023", "2023-03-03"), ("5 de marzo", "2023-03-05")],
        ),
        ("el 5 de marzo", [("5 de marzo", "XXXX-03-05")]),
        ("a las 5 de la tarde, con 23 años y 2000 dólares", []),
        ("el 31 de febrero de 2022", []),
        ("Doña Abril vino con Julio", []),
    ],
)
def test_spanish(text, expected):
    assert found(text, "es") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Tuesday, April 19, 2022, he left.", [("Tuesday, April 19, 2022", "2022-04-19")]),
        ("the 3rd of May 2023 and 4 June 2023", [("3rd of May 2023", "2023-05-03"), ("4 June 2023", "2023-06-04")]),
        ("in March 2022 and in 1981", [("March 2022", "2022-03"), ("1981", "1981")]),
        ("in the 1980s, the eighties", [("the 1980s", "198X"), ("the eighties", "198X")]),
        ("on 14/05/2022 and 05/14/2022", [("14/05/2022", "2022-05-14"), ("05/14/2022", "2022-05-14")]),
        ("on 04/05/2022", [("04/05/2022", "2022")]),
        ("I may march on 5 streets", []),
        ("He may 3 times", []),
    ],
)
def test_english(text, expected):
    assert found(text, "en") == expected


def test_a_day_without_a_year_takes_the_one_named_before():
    assert found("el 5 de marzo", "es", year="2023") == [("5 de marzo", "2023-03-05")]
