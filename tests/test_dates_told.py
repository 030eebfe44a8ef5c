"""Dates that the text leaves open, read from what is told: the story, the day of writing, the words beside them."""

import pytest

from models.dates import DateReader
from tests.test_dates import marked

# Sentences between a date and what goes on from it, without any date of their own.
BETWEEN = {
    "es": "Nadie dijo nada. / Mi madre lloraba. / Pregunté en todas partes. / No había luz.",
    "en": "Nobody said why. / My mother was crying. / I asked everywhere. / There was no light.",
}


def check(testimony: str, language: str, recorded_on: str | None) -> None:
    testimony = testimony.replace("(…)", BETWEEN[language])
    assert marked(testimony, language, recorded_on) == testimony


@pytest.mark.parametrize(
    ("testimony", "language", "recorded_on"),
    [
        # Of a story without days no weekday can be told, and nothing goes on from it.
        (
            "En [2019|2019] yo vivía en Soyapango. / El lunes llegaron los policías. / Dos días después volvieron.",
            "es",
            "2024-03-11",
        ),
        (
            "En [marzo de 2019|2019-03] sembramos. / (…) / El lunes llegaron. / Dos días después volvieron.",
            "es",
            "2024-03-11",
        ),
        ("In [2019|2019] I lived there. / On Monday they came, and two days later they returned.", "en", "2024-03-11"),
        # With a day to count from, it goes by that.
        (
            "El [14 de marzo de 2019|2019-03-14] lo capturaron. / (…) / El [lunes|~2019-03-18] fui. / "
            "[Dos días después|~2019-03-20] volví.",
            "es",
            "2024-03-11",
        ),
        (
            "They took him on [March 14, 2019|2019-03-14]. / (…) / On [Monday|~2019-03-18] I went out. / "
            "[Two days later|~2019-03-20] I went back.",
            "en",
            "2024-03-11",
        ),
        # Without a story, or in a text that lives in the present, it is the last one.
        (
            "El [lunes|~2024-03-04] llegaron los policías. / [Dos días después|~2024-03-06] volvieron.",
            "es",
            "2024-03-09",
        ),
        (
            "Lo soltaron el [1 de marzo de 2024|2024-03-01]. / En [2016|2016] estuvo preso. / "
            "(…) / El [jueves|~2024-03-07] murió.",
            "es",
            "2024-03-09",
        ),
        # What is told is over.
        ("El [lunes|~2024-03-11] llegaron los policías. / Dos días después volvieron.", "es", "2024-03-11"),
    ],
)
def test_a_weekday_goes_by_the_story(testimony: str, language: str, recorded_on: str | None) -> None:
    check(testimony, language, recorded_on)


@pytest.mark.parametrize("recorded_on", [None, "2024-01-12"])
@pytest.mark.parametrize(
    ("testimony", "language"),
    [
        ("[12 de enero de 2024|2024-01-12] / En [mayo|~2023-05] lo capturaron.", "es"),
        (
            "San Salvador, [12 de enero de 2024|2024-01-12]. / Hermana: en [mayo|~2023-05] vinieron por Juan y en "
            "[diciembre|~2023-12] lo soltaron. / En [Navidad|~2023-12-25] comimos juntos. / El "
            "[2 de abril|~2023-04-02] lo vi.",
            "es",
        ),
        (
            "Fecha: [12 de enero de 2024|2024-01-12] / En [mayo|~2023-05] no fuimos.",
            "es",
        ),
        ("Tegucigalpa, Honduras, a [12 de enero de 2024|2024-01-12] / El [3 de octubre|~2023-10-03] murió.", "es"),
        (
            "En la ciudad de Apopa, a las diez horas del día [doce de enero de dos mil veinticuatro|2024-01-12], "
            "comparece la señora. / Que en [mayo|~2023-05] golpearon a su hijo.",
            "es",
        ),
        (
            "[January 12, 2024|2024-01-12] / In [May|~2023-05] it began. / At [Christmas|~2023-12-25] he was alone.",
            "en",
        ),
        ("San Miguel, El Salvador, [January 12, 2024|2024-01-12] / In [May|~2023-05] they took him.", "en"),
        ("Date: [January 12, 2024|2024-01-12] / He died on [October 3|~2023-10-03].", "en"),
        # Plans are no story, and a day of this week is no day of a year ago.
        ("[12 de enero de 2024|2024-01-12] / La audiencia será en [mayo|~2024-05].", "es"),
        ("[January 12, 2024|2024-01-12] / I have an appointment on [April 2|~2024-04-02].", "en"),
        ("[January 12, 2024|2024-01-12] / Classes begin on [January 16|~2024-01-16].", "en"),
        ("[12 de enero de 2024|2024-01-12] / Pedimos que no se vayan en [abril|~2024-04], como está previsto.", "es"),
        ("[12 de enero de 2024|2024-01-12] / La sala, prevista para cien, recibió en [mayo|~2023-05] a mil.", "es"),
    ],
)
def test_nobody_tells_of_a_coming_may(testimony: str, language: str, recorded_on: str | None) -> None:
    check(testimony, language, recorded_on)


@pytest.mark.parametrize(
    ("testimony", "language", "recorded_on"),
    [
        # A year by the way, in a text that tells of the days before it was given, is no story.
        (
            "Lo detuvieron el [25 de noviembre|~2022-11-25]. / Trabaja ahí desde que abrió, en [2019|2019]. / "
            "Presenté el escrito el [8 de diciembre|~2022-12-08].",
            "es",
            "2023-05-10",
        ),
        (
            "He was seen on [October 29|~2018-10-29]. / It is named for [1968|1968]. / "
            "It was closed on [November 1|~2018-11-01].",
            "en",
            "2018-11-05",
        ),
        # Where all that is told lies far back, it is one.
        ("En [1984|1984] yo era joven. / El [18 de noviembre|~1984-11-18] entraron.", "es", "2003-03-05"),
        ("It began in [March 1980|1980-03]. / (…) / In [May|~1980-05] we fled.", "en", "2005-08-23"),
        # No story is told of a bound.
        ("Vivimos aquí desde antes de [1990|1990]. / En [mayo|~2022-05] vinieron.", "es", "2023-01-15"),
        ("We have been here since before [1990|1990]. / In [May|~2022-05] they came.", "en", "2023-01-15"),
        # Feasts that move, and those that other countries keep on other days.
        (
            "Lo soltaron el [17 de abril de 2022|2022-04-17]. / Fue el [Domingo de Pascua|~2022-04-17].",
            "es",
            "2023-06-01",
        ),
        ("Today is [Mother's Day|~2025-05-11].", "en", "2025-05-11"),
        # Seasons say a year.
        ("[Last summer|~2017] we went there.", "en", "2018-08-25"),
        ("[Last spring|~2018] we went there, and since [spring|~2018] we have not slept.", "en", "2018-08-25"),
        ("[El verano pasado|~2017] viajamos juntos, y en el verano de [2014|2014] también.", "es", "2018-08-25"),
        # The entries of a diary go from day to day, whatever follows their heads.
        (
            "[12/9/22|2022-09-12]. Hice fila. / [13/9/22|2022-09-13]. Me fui. / [Octubre|~2022-10], no sé qué. / "
            "[Martes, 6 de diciembre|~2022-12-06]. Vino una señora. / [6 de enero|~2023-01-06], y nada.",
            "es",
            "2023-01-07",
        ),
        ("Vino el [martes, 6 de diciembre de 2022|2022-12-06], y el [martes, 6/12/2022|2022-12-06].", "es", None),
    ],
)
def test_what_a_story_is(testimony: str, language: str, recorded_on: str | None) -> None:
    check(testimony, language, recorded_on)


@pytest.mark.parametrize(
    ("testimony", "language"),
    [
        ("He came on [May 14, 2022|2022-05-14], with a note of [04/05/2022|~2022-04-05].", "en"),
        ("He came on [14 May 2022|2022-05-14], with a note of [04/05/2022|~2022-05-04].", "en"),
        ("[05/31/2022|2022-05-31]. He came on [14 May 2022|2022-05-14], with a note of [04/05/2022|2022-04-05].", "en"),
    ],
)
def test_figures_follow_the_dates_in_words(testimony: str, language: str) -> None:
    check(testimony, language, None)


def test_figures_in_a_translation_stay_open() -> None:
    reader = DateReader()
    reader.read("La nota del 04/05/2022.", language="es")
    reader.read("He came on May 14, 2022.", language="en")
    assert [found.value for found in reader.read("The note of 04/05/2022.", language="en")] == ["2022"]
