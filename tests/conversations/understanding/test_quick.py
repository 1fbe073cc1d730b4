"""What is left out to be quick changes nothing: everything is found that is found without leaving it out."""

import datetime as dt
import gc
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadfast.conversations.understanding import literals, meaning
from leadfast.conversations.understanding.dates import grammar
from leadfast.conversations.understanding.dates.lexicon import TABLES
from leadfast.conversations.understanding.intents import searching
from leadfast.conversations.understanding.intents.phrases import LANGUAGES

assert meaning  # with all that it looks for
AT = dt.date(2026, 11, 23)
_FIGURES = [
    "3",
    "14",
    "14.",
    "2027",
    "3/4",
    "14.3.",
    "10:30",
    "17 h",
    "5pm",
    "Q2",
    "q 3",
    "kw 12",
    "1st",
    "3.5",
    "250",
    "12e",
]
_ODD = "İıſKßẞÅåΣσςµ"


def _unfiltered(language: str, text: str) -> dict[searching.Group, list[str]]:
    found: dict[searching.Group, list[str]] = {}
    known = searching.phrases(language)
    for pattern, group in zip(known.patterns, known.groups, strict=True):
        match = re.compile(pattern, re.IGNORECASE).search(text)
        if match is not None:
            found.setdefault(group, []).append(match[0])
    return found


def _filtered(language: str, text: str) -> dict[searching.Group, list[str]]:
    searched = searching.Searched(text)
    groups = dict.fromkeys(searching.phrases(language).groups)
    each = {
        (intent, sure): searched.sure(language, intent) if sure else searched.likely(language, intent)
        for intent, sure in groups
    }
    return {group: found for group, found in each.items() if found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_phrase_is_found_in_what_it_was_written_for(language: str) -> None:
    """Texts that match, made from the phrases themselves, in small letters, in capitals and as they are."""
    for pattern in searching.phrases(language).patterns:
        text = re.sub(r"\(\?[:!=<][^()]*\)|\\[bBwWsSd][*+?]?|[\\^$?*+()\[\]]", " ", pattern).replace("|", " ")
        for said in (text, text.upper(), text.lower(), " ".join(text.split())):
            assert _filtered(language, said) == _unfiltered(language, said)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=40, deadline=None)
@given(drawn=st.data())
def test_no_phrase_is_lost_in_any_text(language: str, drawn: st.DataObject) -> None:
    words = sorted(
        {
            literal
            for one in searching.phrases(language).patterns
            for literal in literals.literals(one, least=2)
        }
    )
    word = st.one_of(
        st.sampled_from(words),
        st.sampled_from(words).map(str.upper),
        st.text(max_size=4),
        st.sampled_from(_ODD),
    )
    text = drawn.draw(
        st.lists(word, max_size=30).flatmap(lambda some: st.sampled_from([" ".join(some), "".join(some)]))
    )
    assert _filtered(language, text) == _unfiltered(language, text)


@settings(max_examples=300, deadline=None)
@given(
    pattern=st.recursive(
        st.sampled_from(
            [
                "call",
                "back",
                "i",
                "s",
                "k",
                "ß",
                "å",
                "[ab]",
                "[^a]",
                ".",
                r"\b",
                r"\w+",
                " ",
                "(?!no)",
                "(?<=x)",
            ]
        ),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map("".join),
            st.lists(inner, min_size=1, max_size=3).map(lambda some: f"(?:{'|'.join(some)})"),
            inner.map(lambda one: f"(?:{one})?"),
            inner.map(lambda one: f"(?:{one}){{1,2}}"),
            inner.map(lambda one: f"({one})"),
        ),
        max_leaves=12,
    ),
    text=st.text(alphabet="calbik sx" + _ODD, max_size=40),
)
def test_every_match_contains_one_of_its_literals(pattern: str, text: str) -> None:
    known = literals.literals(pattern, least=2)
    match = re.search(pattern, text, re.IGNORECASE)
    if match is not None and known:
        assert any(literal in literals.lowered(text) for literal in known)


def test_most_phrases_have_letters_to_look_for() -> None:
    for language in LANGUAGES:
        patterns = searching.phrases(language).patterns
        without = [one for one in patterns if not literals.literals(one, least=2 if language == "ja" else 3)]
        assert len(without) < 0.08 * len(patterns), without


@pytest.mark.parametrize("language", sorted(TABLES))
def test_a_text_that_names_no_time_is_known_without_reading_it(language: str) -> None:
    chance = random.Random(7)
    phrases = [phrase for said in TABLES[language].values() for phrase in said.split("|")]
    kinds = [
        phrase
        for concept, said in TABLES[language].items()
        if concept.partition(":")[0]
        in ("at", "num", "in", "by", "early", "half", "ord", "next", "weekof", "later", "to")
        for phrase in said.split("|")
    ]
    found = 0
    for number in range(1500):
        of = kinds if number % 2 else phrases
        words = [
            chance.choice(chance.choice([of, _FIGURES, ["word", "pieces", ",", ".", "\n\n"]]))
            for _ in range(chance.randrange(1, 6))
        ]
        text = " ".join(words)
        whole = grammar.read_times(text, at=AT, country="GB", language=language)
        found += bool(whole)
        assert grammar.named(text, at=AT, country="GB", language=language) == whole, text
    assert found > 150


@settings(max_examples=60, deadline=None)
@given(drawn=st.data())
def test_an_expression_that_looks_first_finds_the_same(drawn: st.DataObject) -> None:
    sought = drawn.draw(
        st.sampled_from([one for one in gc.get_objects() if isinstance(one, literals.Sought)])
    )
    assert sought.literals
    words = st.one_of(
        st.sampled_from(sought.literals), st.sampled_from(["- ", "--- ", "to you", "\n", "on", *_ODD])
    )
    text = "".join(drawn.draw(st.lists(words, max_size=12)))
    for said in (text, text.upper()):
        for ask in ("search", "match"):
            found, bare = getattr(sought, ask)(said), getattr(sought.compiled, ask)(said)
            assert (found and found.span()) == (bare and bare.span())
        assert sought.findall(said) == sought.compiled.findall(said)
