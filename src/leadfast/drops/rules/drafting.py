"""The mail that picks up a dropped conversation: short, honest about the silence, one question. Pure."""

import re

from leadfast.drops.rules.dropping import Finding, Kind

_GREETING = "Hi {name},"
_TEXTS = {
    Kind.PROMISE_OF_OURS: (
        "I said I would come back to you about this, and I did not. I am sorry.\n\n"
        "Here is where it stands: {{{{ what became of it }}}}.\n\nIs it still of use to you?"
    ),
    Kind.NEVER_ANSWERED: (
        "You wrote to us on {day} and never got an answer. I am sorry: that should not have happened.\n\n"
        "{{{{ the answer to what they asked }}}}\n\nIs this still open on your side?"
    ),
    Kind.QUESTION: (
        "Your question of {day} is still without an answer. I am sorry for the silence.\n\n"
        "{{{{ the answer to what they asked }}}}\n\nDoes that help?"
    ),
    Kind.DATE_PASSED: (
        "You had named a date for this, and it has passed without a word from me.\n\n"
        "Is now a good moment, or would another one suit you better?"
    ),
    Kind.SILENCE: (
        "I wrote to you about this on {day} and did not follow up.\n\n"
        "Is it still open on your side? A word is enough: yes, later, or no."
    ),
    Kind.UNTOUCHED: (
        "You are on our list, and nobody of us has been in touch with you yet.\n\n"
        "What would you have wanted to know from us?"
    ),
}
_STEPS = {
    Kind.PROMISE_OF_OURS: "Keep your promise to {who}",
    Kind.NEVER_ANSWERED: "Answer {who}, who wrote first and never heard from us",
    Kind.QUESTION: "Answer the question of {who}",
    Kind.DATE_PASSED: "Come back to {who}: the date they named has passed",
    Kind.SILENCE: "Pick up the thread with {who}",
    Kind.UNTOUCHED: "Contact {who} for the first time",
}
_PREFIX = re.compile(r"^\s*(?:re|aw|sv|antw|rif|ref|res)\s*:", re.IGNORECASE)


def subject(finding: Finding) -> str:
    """The subject of the thread, as an answer to it."""
    said = " ".join(finding.subject.split())
    if not said:
        return "Picking up where we left off"
    return said if _PREFIX.match(said) else f"Re: {said}"


def text(finding: Finding) -> str:
    """The draft. What stands in double braces is the writer's to fill in: no draft leaves with it."""
    day = f"{finding.at:%-d %B %Y}"
    name = first_name(finding.name)
    greeting = f"{_GREETING.format(name=name)}\n\n" if name else ""
    return f"{greeting}{_TEXTS[finding.kind].format(day=day)}\n"


def step(finding: Finding) -> str:
    """What the step on the lead says."""
    who = finding.name or finding.company_name or finding.person
    said = f"{_STEPS[finding.kind].format(who=who)}"
    return f"{said}: “{finding.quote[:120]}”"[:300] if finding.quote else said[:300]


def first_name(name: str) -> str:
    """The given name: the first word, or what stands behind the comma of "Lopez, Maria"."""
    last, comma, given = name.partition(",")
    words = (given if comma else last).split()
    word = words[0].strip(".,") if words else ""
    return word if len(word) > 1 and word.isalpha() else ""
