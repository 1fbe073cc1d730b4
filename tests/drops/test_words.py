"""Words alone: what wants something of its reader, and what only looks as if it did."""

import pytest

from leadfast.drops.rules import asking, phrases, quoting

WANTS = [
    "Could you send me a price for 12 trucks?",
    "Please let me know your itinerary and the hotel.",
    "Let me know if Tuesday works for you.",
    "Let me know if you can make it on Friday.",
    "Let us know if we should go ahead with the order.",
    "How about Wednesday at 10?",
    "What version are you using? 5.4 had a mistake there.",
    "Sure, why not. Show me what you've got.",
    "I was wondering whether you could come a day earlier.",
    "Some changes. Can you review and advise?",
    "Do all rows have an id?",
    "We need your answer by Monday morning.",
    "Pouvez-vous nous envoyer un devis ?",
    "Könnten Sie uns ein Angebot schicken?",
]
WANTS_NOTHING = [
    "I checked both, they show no fee. Let me know if it is still wrong on your screen.",
    "Please let me know immediately if you have any issues.",
    "Please call me or Ed if you would like to discuss.",
    "If interested let me know and I will show you our workaround.",
    "Here it is. Please give us a call if you need anything else.",
    "Have you considered the other interface?",
    "What about setting a default value for it?",
    "Is the highlighter an option? Just a suggestion.",
    "Isn't that a little too much overhead?",
    "Try it with the original, maybe?",
    "How is life over there? Here nothing has changed.",
    "First steps first. Let's do one of them, then perhaps the other.",
    "I am wondering if it is an underlying issue of the queue.",
    "Please keep your fingers crossed.",
    "He asked “what are you doing?” and left.",
    "The last slide shows the limits.? Have a great weekend.\n?",
    "So it is.\n\nThis mail may be confidential. If you are not the intended recipient, please delete it.",
    "Zone 1   2.2930   1.8650   2.6200\nZone 2   2.3285   1.9000   2.6700\nplease note",
]
TO_EVERYBODY = [
    "Team,\n\nplease hand in your forecasts by noon.",
    "This memo serves to convey our deadlines. Please ensure they are met.",
    "We're happy to announce that every group now has a wiki. Please let us know what you think!",
    "I would like to receive the plans and go through them with each of you.",
    "Please pass this message on.",
]


@pytest.mark.parametrize("words", WANTS)
def test_something_is_wanted(words: str) -> None:
    assert asking.asks(words)


@pytest.mark.parametrize("words", WANTS_NOTHING)
def test_nothing_is_wanted(words: str) -> None:
    assert not asking.asks(words)


@pytest.mark.parametrize("words", TO_EVERYBODY)
def test_what_goes_to_everybody_waits_for_nobody(words: str) -> None:
    assert asking.to_everybody(words)
    assert not asking.asks(words)


@pytest.mark.parametrize(
    ("words", "promised"),
    [
        ("I will check and get back to you.", True),
        ("We'll send the contract tomorrow.", True),
        ("I will ask her to keep you informed.", False),
        ("We will revert back to the old way.", False),
        ("I'll put calls into voicemail.", False),
        ("I will call you if I remember.", False),
    ],
)
def test_what_is_promised(words: str, promised: bool) -> None:
    assert asking.promises(words) is promised


def test_a_word_within_a_word_is_not_private() -> None:
    assert not phrases.PRIVATE.search("A huge network of counterparties and deal tickets, a triple charge.")


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("Hello,\nDoes that include delivery?\nKind regards\nPetra Silva", "Does that include delivery?"),
        ("Hallo Frau Weber,\n\nWas kostet es?\n\nMit freundlichen Grüßen\nJan", "Was kostet es?"),
        ("Bonjour,\nQuel est le prix ?\nCordialement", "Quel est le prix ?"),
        ("Thanks!", "Thanks!"),
        ("Dear Alice, could you call?\nTom", "Dear Alice, could you call? Tom"),
    ],
)
def test_what_is_quoted_is_what_was_said(words: str, quoted: str) -> None:
    assert quoting.quote(words) == quoted
