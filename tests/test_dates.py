"""Calendar expressions and their values.

Testimonies are written with the marks that they should get, `[surface|value]`, with a tilde before an inferred value; a
« / » parts their texts.
"""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store.periods import bounds
from models.dates import DateReader, FoundDate

LANGUAGES = ("es", "en")
EDTF = re.compile(r"(?:\d{4}|XXXX)(?:-\d\d(?:-\d\d)?)?|\d{3}X|\d\dXX")
MARK = re.compile(r"\[([^]|]+)\|[^]]+\]")


def marked(testimony: str, language: str, recorded_on: str | None = None) -> str:
    """The testimony with the marks that the reader gives it, its own marks taken away."""
    reader = DateReader(recorded_on=recorded_on)
    texts = []
    for text in MARK.sub(r"\1", testimony).split(" / "):
        result = text
        for found in reversed([date for date in reader.read(text, language=language) if "/" not in date.value]):
            value = f"~{found.value}" if found.inferred else found.value
            result = f"{result[: found.start]}[{text[found.start : found.end]}|{value}]{result[found.end :]}"
        texts.append(result)
    return " / ".join(texts)


@pytest.mark.parametrize(
    "text",
    [
        "Se lo llevaron el [jueves 12 de mayo de 2022|2022-05-12].",
        "el [miercoles 6 de abril del 2022|2022-04-06]",
        "nació el [primero de marzo de 1974|1974-03-01]",
        "El [1º de junio del 2023|2023-06-01]",
        "el [1ro de junio de 2023|2023-06-01]",
        "a los [diecinueve días del mes de agosto del año dos mil veintitrés|2023-08-19]",
        "el [treinta y uno de octubre de mil novecientos ochenta y nueve|1989-10-31]",
        "[quince de septiembre de mil ochocientos veintiuno|1821-09-15]",
        "el [2 de febrero del 83|1983-02-02]",
        "en [mayo del ochenta y cinco|1985-05]",
        "el [9 de enero del veintitrés|2023-01-09]",
        "la nota del [7 nov. 2019|2019-11-07]",
        "[noviembre 7 de 2019|2019-11-07]",
        "el [7 del 11 del 2019|2019-11-07]",
        "San Vicente, [4 de Julio de 2021|2021-07-04]",
        "[14/05/2022|2022-05-14], [3-6-21|2021-06-03] y [09.08.2020|2020-08-09]",
        "[2022-05-04|2022-05-04], [2022/05/05|2022-05-05] y [2022-05-06|2022-05-06]T10:30",
        "Ilobasco, [12-IX-2013|2013-09-12]",
        "en [octubre de 2018|2018-10] y en [setiembre del 2019|2019-09]",
        "desde [Enero 2020|2020-01]",
        "en [1979|1979] y después en [1994|1994]",
        "desde el [2008|2008] hasta el [2012|2012]",
        "en el [86|1986], en el [ochenta y siete|1987], en el año [88|1988]",
        "en el año [mil novecientos setenta y siete|1977]",
        "cayó en ['82|1982]",
        "en [los años setenta|197X] y en [los 60|196X]",
        "[la década de los noventa|199X]",
        "a principios de [los ochenta|198X]",
        "en [los años 90|199X] y en [los años 2000|200X]",
        "en el [siglo XIX|18XX]",
        "a mediados de [2015|2015], a fines de [marzo de 2016|2016-03]",
        "la [Navidad de 1998|1998-12-25]",
        "el [Viernes Santo de 2019|2019-04-19]",
        "en la [Semana Santa de 2017|2017]",
        "el [29 de febrero de 2020|2020-02-29]",
        "a los [treinta y un días del mes de enero de dos mil diecinueve|2019-01-31]",
        "a los [veintiún días de mayo de mil novecientos noventa y tres|1993-05-21]",
        "el [treintiuno de marzo del ochentidós|1982-03-31]",
        "el [14 de abril del 2,022|2022-04-14], el [14de abril de2022|2022-04-14]",
        "[julio/1975|1975-07], [dic/1989|1989-12], [set-2021|2021-09]",
        "el [24 de marzo de ese 1980|1980-03-24], en [julio de aquel 1975|1975-07]",
        "la [Nochevieja de 2021|2021-12-31], el [Sábado Santo de 2022|2022-04-16]",
        "el [Día del Trabajo de 2020|2020-05-01]",
        "[1980|1980] fue duro. [1981|1981] y [1982|1982] también.",
        "[1979|1979], el año del golpe",
        "aquel [1980|1980], en pleno [2020|2020]",
        "En [1981|1981] soldados entraron al caserío.",
        "de [1980|1980] al [92|1992]",
        "los años [1980|1980], [1981|1981] y [1982|1982]",
        "en [1980|1980] y [81|1981], en el [80|1980] y el [82|1982], en [los 80|198X] y [90|199X]",
        "en [diciembre de 81|1981-12], el [1ro. de enero de 2000|2000-01-01]",
        "elecciones [2019|2019], nacido [1970|1970], fecha de ingreso: [2022|2022]",
        "[mayo 2018|2018-05]-[junio 2019|2019-06]",
    ],
)
def test_explicit_in_spanish(text: str) -> None:
    assert marked(text, "es") == text


@pytest.mark.parametrize(
    "text",
    [
        "On [Thursday, May 12, 2022|2022-05-12], they came.",
        "the [3rd of May 2023|2023-05-03] and [4 June 2023|2023-06-04]",
        "the [sixteenth of July, two thousand and nineteen|2019-07-16]",
        "[October thirty-first, nineteen eighty-nine|1989-10-31]",
        "on the [ninth day of the month of August, two thousand twenty-two|2022-08-09]",
        "[Sept. 2, 2019|2019-09-02], [Nov 7 2019|2019-11-07], [9 Dec. 2019|2019-12-09]",
        "in [july 2010|2010-07], on [april 5, 2020|2020-04-05]",
        "in [March 2022|2022-03], [June of 1992|1992-06] and [March of '81|1981-03]",
        "in [December of eighty-one|1981-12]",
        "in [1979|1979], in [nineteen eighty|1980], in [twenty twenty-one|2021]",
        "early [1981|1981], mid-[2023|2023], late [March 2022|2022-03]",
        "back in [’84|1984]",
        "in [the 1970s|197X], [the '60s|196X], [the nineties|199X]",
        "in the early [eighties|198X]",
        "in the [nineteenth century|18XX]",
        "on [14/05/2022|2022-05-14] and [2022-05-15|2022-05-15]",
        "[Christmas of 1998|1998-12-25], [New Year's Eve 2019|2019-12-31]",
        "[Good Friday 2019|2019-04-19]",
        "[April  14 , 2022|2022-04-14], [April 14,2022|2022-04-14], [April14, 2022|2022-04-14]",
        "the [14 th of April 2022|2022-04-14]",
        "this [14th day of April, A.D. 2022|2022-04-14]",
        "in [April/2022|2022-04] and [Dec-1989|1989-12]",
        "[Easter 2022|2022-04-17], [Easter Monday 2022|2022-04-18], [Holy Saturday 2022|2022-04-16]",
        "[Mother's Day 2022|2022-05-10], [All Saints Day 2019|2019-11-01]",
        "in [the nineteen-eighties|198X], in [the two-thousands|200X]",
        "in the late [80s|198X], late-[1981|1981]",
        "[2019|2019] was hard. [2022|2022] and [2023|2023] too.",
        "because by [2023|2023] people were afraid; throughout [1981|1981]; c. [1980|1980]",
        "[1981|1981], the year of the massacre",
        "[1989|1989]'s offensive; pre-[1992|1992] files; in A.D. [1932|1932] ([2015|2015]-present)",
        "Born [1970|1970], died [2004|2004]. [June|2021-06], [July|2021-07] and [August 2021|2021-08].",
        "In [1981|1981] soldiers came. The name [1954|1954] banana strike stayed.",
    ],
)
def test_explicit_in_english(text: str) -> None:
    assert marked(text, "en") == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("entre [1975|1975] y [1983|1983]", "es"),
        ("[1975|1975]-[1983|1983]", "es"),
        ("entre [1983|1983]-[84|1984]", "es"),
        ("del [3|2022-05-03] al [5 de mayo de 2022|2022-05-05]", "es"),
        ("el [3|2022-05-03] y el [5 de mayo de 2022|2022-05-05]", "es"),
        ("los días [7|2020-07-07], [8|2020-07-08] y [9 de julio de 2020|2020-07-09]", "es"),
        ("en [marzo|2022-03] y [abril de 2022|2022-04]", "es"),
        ("entre [noviembre|2018-11] y [febrero de 2019|2019-02]", "es"),
        ("del [30 de mayo|2021-05-30] al [2 de junio de 2021|2021-06-02]", "es"),
        ("de [los 60|196X] a [los 70|197X]", "es"),
        ("la guerra del [80|1980] al [92|1992]", "es"),
        ("entre los años [1975|1975] y [1983|1983]", "es"),
        ("por [1978|1978], [1979|1979]", "es"),
        ("[abril|2022-04]-[mayo de 2022|2022-05]", "es"),
        ("en [junio|2022-06], [julio|2022-07] y [agosto de 2022|2022-08]", "es"),
        ("el [3 de mayo|2022-05-03] y el [2 de junio|2022-06-02], ambos de [2022|2022]", "es"),
        ("Ana, [6 de abril|2022-04-06]; Eva, [9 de mayo|2022-05-09]; todas de [2022|2022]", "es"),
        ("[mayo|2022-05]/[junio de 2022|2022-06]", "es"),
        ("el [11|1981-12-11]/[12 de diciembre de 1981|1981-12-12]", "es"),
        ("del día [11|1981-12-11] al día [13 de diciembre de 1981|1981-12-13]", "es"),
        ("del sábado [9|2022-04-09] al [domingo 10 de abril de 2022|2022-04-10]", "es"),
        ("on the night of [10|1981-12-10] to [11 December 1981|1981-12-11]", "en"),
        ("[2|2021-01-02]-[4 January 2021|2021-01-04]", "en"),
        ("[April|2022-04]/[May 2022|2022-05]", "en"),
        ("on [April 14|2022-04-14] and again on [April 20, 2022|2022-04-20]", "en"),
        ("[May 3|2022-05-03] and [June 2|2022-06-02], both in [2022|2022]", "en"),
        ("between [1975|1975] and [1983|1983]", "en"),
        ("[May 3|2022-05-03], [4|2022-05-04] and [5, 2022|2022-05-05]", "en"),
        ("from [March|2022-03] to [June 2022|2022-06]", "en"),
        ("[May 3|2022-05-03] and [5, 2022|2022-05-05]", "en"),
        ("[May 3|2022-05-03]-[5, 2022|2022-05-05]", "en"),
        ("from the [8th|1981-12-08] to the [16th of December 1981|1981-12-16]", "en"),
    ],
)
def test_both_ends_of_a_range_are_dates(text: str, language: str) -> None:
    assert marked(text, language) == text


@pytest.mark.parametrize(
    ("text", "language", "span", "value"),
    [
        ("Fue entre 1980 y 1990.", "es", "entre 1980 y 1990", "1980/1990"),
        ("del 3 al 5 de mayo de 2022", "es", "del 3 al 5 de mayo de 2022", "2022-05-03/2022-05-05"),
        ("desde marzo hasta junio de 2022", "es", "desde marzo hasta junio de 2022", "2022-03/2022-06"),
        ("la guerra (1980-1992)", "es", "1980-1992", "1980/1992"),
        ("between 1980 and 1992 we hid", "en", "between 1980 and 1992", "1980/1992"),
        ("from March to June 2022", "en", "from March to June 2022", "2022-03/2022-06"),
        ("el 3 y el 5 de mayo de 2022", "es", None, None),
        ("In 1992 and 1980, from 1992 to 1980", "en", None, None),
        ("de 1992 y de 1994", "es", None, None),
    ],
)
def test_a_range_is_a_date_beside_its_ends(text: str, language: str, span: str | None, value: str | None) -> None:
    found = DateReader().read(text, language=language)
    ranges = [(text[date.start : date.end], date.value) for date in found if "/" in date.value]
    assert ranges == ([(span, value)] if span else [])
    assert len(found) == 2 + len(ranges) or span is None


@pytest.mark.parametrize(
    ("testimony", "recorded_on"),
    [
        ("Lo agarraron el [6 de abril de 2022|2022-04-06]. / El [19 de abril|~2022-04-19] lo vi.", None),
        ("En [1982|1982] salimos. / En [mayo|~1982-05] volvimos.", "2004-02-01"),
        ("El [10 de diciembre de 2021|2021-12-10] salió. / El [5 de enero|~2022-01-05] murió.", "2022-06-01"),
        (
            "Nací el [3 de mayo de 1980|1980-05-03]. / En [2005|2005] me fui. / Fue duro. / Cayó en [marzo|~2005-03].",
            None,
        ),
        ("Me soltaron el [3 de marzo|~2023-03-03].", "2023-06-15"),
        ("Me soltaron el [3 de octubre|~2022-10-03].", "2023-06-15"),
        ("La audiencia será el [3 de octubre|~2023-10-03].", "2023-06-15"),
        ("Está preso desde [agosto|~2022-08].", "2023-06-15"),
        ("El [lunes 3 de abril|~2017-04-03] declaró.", "2018-02-01"),
        ("Me soltaron el [3 de marzo|XXXX-03-03].", None),
        ("El [29 de febrero|XXXX-02-29].", "2023-06-15"),
        (
            "El [30 de julio de 1975|1975-07-30] marchamos. / [Al día siguiente|~1975-07-31] lavaron la calle. / "
            "[Tres días después|~1975-08-03] volvimos.",
            "2005-07-29",
        ),
        ("El [4 de junio de 2020|2020-06-04]. / [Dos semanas más tarde|~2020-06-18] murió.", None),
        ("El [4 de junio de 2020|2020-06-04]. / [Un mes antes|~2020-05] nos avisaron.", None),
        ("En [junio de 2020|2020-06]. / Dos días después llovió.", None),
        ("En [junio de 2020|2020-06]. / [Dos años después|~2022] volví.", None),
        ("Nací en [1980|1980]. / En [mayo de ese año|~1980-05].", None),
        ("El [2 de mayo de 2022|2022-05-02]. / El [doce de ese mismo mes|~2022-05-12].", None),
        ("El [2 de mayo de 2022|2022-05-02]. / [Ese mismo día|~2022-05-02] lo supe.", None),
        ("El [2 de mayo de 2022|2022-05-02]. / [El lunes siguiente|~2022-05-09] fui.", None),
        ("En [marzo de 2021|2021-03]. / En [enero del año siguiente|~2022-01].", None),
        ("En [marzo de 2021|2021-03]. / [Al mes siguiente|~2021-04].", None),
        ("El [14 de mayo de 2022|2022-05-14]. / Entre el [18|~2022-05-18] y el [21|~2022-05-21] dormimos ahí.", None),
        ("El [14 de mayo de 2022|2022-05-14]. / El [domingo 22|~2022-05-22] volvió.", None),
        ("[Ayer|~2023-06-14] vinieron y [antier|~2023-06-13] también.", "2023-06-15"),
        ("[Hoy|~2023-06-15] vino la abogada.", "2023-06-15"),
        ("[Mañana|~2023-06-16] voy al penal.", "2023-06-15"),
        ("[Hace tres días|~2023-06-12] lo vi y [hace dos años|~2021] también.", "2023-06-15"),
        ("Murió [el año pasado|~2022], o [el mes pasado|~2023-05].", "2023-06-15"),
        ("en [enero de este año|~2023-01]", "2023-06-15"),
        ("el [5 de mayo del corriente año|~2022-05-05]", "2022-08-09"),
        ("el [25 de noviembre del año pasado|~2022-11-25]", "2023-05-10"),
        ("[el pasado mes de marzo|~2023-03]", "2023-06-15"),
        ("Llamaron el [jueves|~2023-06-08].", "2023-06-13"),
        ("[El próximo viernes|~2023-06-16] declara.", "2023-06-13"),
        ("Ayer vinieron, hace dos años.", None),
        (
            "[Lunes 4 de mayo de 2015|2015-05-04]. / [Ayer|~2015-05-03] llovió. / "
            "[Martes 5|~2015-05-05]. / [Ayer|~2015-05-04] paró.",
            "2015-05-30",
        ),
    ],
)
def test_worked_out_in_spanish(testimony: str, recorded_on: str | None) -> None:
    assert marked(testimony, "es", recorded_on) == testimony


@pytest.mark.parametrize(
    ("testimony", "recorded_on"),
    [
        ("They took him on [April 6, 2022|2022-04-06]. / On [May 9|~2022-05-09] I saw him.", None),
        ("I was let go on [March 3|~2023-03-03].", "2023-06-15"),
        ("The hearing will be on [October 3|~2023-10-03].", "2023-06-15"),
        (
            "It began on [4 June 2020|2020-06-04]. / [The next day|~2020-06-05] he died. / "
            "[Two weeks later|~2020-06-19] I left.",
            None,
        ),
        ("It was in [June 2020|2020-06]. / [Three months earlier|~2020-03] he called. / Two days later too.", None),
        ("On [2 May 2022|2022-05-02]. / [That same day|~2022-05-02], in [that same month|~2022-05].", None),
        ("I was born in [1980|1980]. / In [May of that year|~1980-05].", None),
        ("On [2 May 2022|2022-05-02]. / [The following Friday|~2022-05-06] I went.", None),
        ("On [14 May 2022|2022-05-14]. / He came on the [22nd|~2022-05-22].", None),
        ("On [14 May 2022|2022-05-14]. / On [Sunday the 22nd|~2022-05-22].", None),
        ("[Yesterday|~2023-06-14] and [the day before yesterday|~2023-06-13].", "2023-06-15"),
        ("[Two years ago|~2021], [a month ago|~2023-05], [three days ago|~2023-06-12].", "2023-06-15"),
        ("[Exactly a year ago|~2022-06-15] they shot him.", "2023-06-15"),
        ("[last year|~2022], [last month|~2023-05], [last March|~2023-03]", "2023-06-15"),
        ("on [November 25 of last year|~2022-11-25]", "2023-05-10"),
        ("They called on [Thursday|~2023-06-08].", "2023-06-13"),
        ("[Next Friday|~2023-06-16], [last Friday|~2023-06-09]", "2023-06-13"),
        ("Two years ago, yesterday", None),
    ],
)
def test_worked_out_in_english(testimony: str, recorded_on: str | None) -> None:
    assert marked(testimony, "en", recorded_on) == testimony


@pytest.mark.parametrize(
    ("testimony", "recorded_on"),
    [
        ("[04/05/2022|2022]", None),
        ("[05/05/2022|2022-05-05]", None),
        ("[14/05/2022|2022-05-14] / [04/05/2022|2022-05-04]", None),
        ("[05/14/2022|2022-05-14] / [04/05/2022|2022-04-05]", None),
        ("[04/05/2022|2022-05-04] / [06/05/2022|2022-05-06]", "2022-05-04"),
        ("31/31/2022", None),
    ],
)
def test_the_order_of_figures_in_english(testimony: str, recorded_on: str | None) -> None:
    assert marked(testimony, "en", recorded_on) == testimony


@pytest.mark.parametrize(
    "text",
    [
        "a las 5 de la tarde, con 23 años y 2000 dólares",
        "a los diecisiete años, durante dos años, desde hace nueve años",
        "llegaron 2022 personas en 2000 camiones",
        "entre 1500 y 2000 soldados, más de 2000 en total",
        "el Decreto 1994, la Ley 1980, el artículo 1985, el expediente 2021",
        "el tel. 2222-1981 y el DUI 01981234-5",
        "el 31 de febrero de 2022",
        "Doña Abril vino con Julio y con don Domingo Mayo",
        "la colonia 15 de Septiembre y la escuela 5 de Noviembre",
        "cada jueves, los domingos, un martes, cada julio",
        "por la mañana, a la mañana, esa mañana",
        "el 40 por ciento, el 12 % y el 5.5",
        "a los setenta y cinco, los ochenta hombres",
        "Hoy en día la gente emigra; hasta hoy no aparece",
        "1500 y 2000 soldados llegaron",
        "Total: 1985; expediente: 2019-0012; el 80 y 90 por ciento",
        "en 2000 personas, las 10/12 partes, el 10-12 por ciento",
    ],
)
def test_no_dates_in_spanish(text: str) -> None:
    assert marked(text, "es", "2023-06-15") == text


@pytest.mark.parametrize(
    "text",
    [
        "at 5:30 pm, aged 23, with 2000 dollars",
        "for two years, at seventeen years of age, since ten years before that war",
        "2022 people came, 1,981 in all, $1981",
        "Decree 1994, article 1985, case 2021-0-1179",
        "I may march on; they may 3 times; August Wilson and April May came with June",
        "February 30, 2022",
        "every Friday, on Sundays, a Tuesday, every July",
        "the 18th Street gang, the 3rd floor, the 12th District",
        "in her eighties, in his late 80s, two hundred and fifty",
        "2000 war orphans, by 2000 soldiers, 1500 and 1900 men",
        "nobody knows what today means as of today",
    ],
)
def test_no_dates_in_english(text: str) -> None:
    assert marked(text, "en", "2023-06-15") == text


def test_the_languages_of_one_testimony_share_what_was_named() -> None:
    reader = DateReader()
    reader.read("Lo vi el 6 de abril de 2022.", language="es")
    assert reader.read("The next day he was gone.", language="en") == [FoundDate(0, 12, "2022-04-07", True)]


@given(
    st.lists(
        st.sampled_from(
            "el 3 31 de del mayo May March abril 2022 1981 '92 dos mil mil novecientos ochenta y uno entre al a - / , "
            ". lunes Sunday the 5th hace días después years ago later última Navidad siglo XX İ siguiente año mes ese "
            "in of and 14/05/2022 2022-13-40 0 99 los años hoy ayer today last next".split()
        )
        | st.text(max_size=3),
        max_size=25,
    ),
    st.sampled_from(["0001-01-01", "9999-12-31", "2022-05", "2022", None, "x"]),
)
def test_whatever_stands_there(words: list[str], recorded_on: str | None) -> None:
    for language in LANGUAGES:
        text = " ".join(words)
        found = DateReader(recorded_on=recorded_on).read(text, language=language)
        assert all(0 <= d.start < d.end <= len(text) and EDTF.fullmatch(d.value) for d in found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        assert all(bounds(d.value) != (None, None) or d.value.startswith("XXXX") for d in found)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "near",
    [
        "1 ",
        "5 de ",
        "el 5 y ",
        "1980-",
        "3, 4, ",
        "mil novecientos ochenta y ",
        "el 3 de mayo, ",
        "May 3 and ",
        "1/2/",
        "twenty-",
        "dos días después ",
        "5" + " " * 60 + "de" + " " * 60,
        "hace dos ",
        "lunes, ",
        "entre 1980 y ",
        "'",
    ],
)
def test_hostile_text_is_soon_read(near: str) -> None:
    text = (near * (100_000 // len(near) + 1))[:100_000]
    for language in LANGUAGES:
        DateReader(recorded_on="2022-01-01").read(text, language=language)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("198X", ("1980-01-01", "1989-12-31")),
        ("18XX", ("1800-01-01", "1899-12-31")),
        ("1980/1990", ("1980-01-01", "1990-12-31")),
        ("198X/199X", ("1980-01-01", "1999-12-31")),
        ("2022-04/2022-06-05", ("2022-04-01", "2022-06-05")),
        ("XXXX-04-14", (None, None)),
        ("XXXX-04", (None, None)),
        ("1XXX", (None, None)),
        ("198x", (None, None)),
        ("198XT10", (None, None)),
    ],
)
def test_the_days_that_a_value_may_mean(value: str, days: tuple[str | None, str | None]) -> None:
    assert bounds(value) == days
