"""What people write and say in a simulation. Each wish of a customer has several wordings."""

from typing import Final

#: What a customer writes back, by what they want.
THEIRS: Final[dict[str, tuple[str, ...]]] = {
    "question": (
        (
            "Thank you for your mail. One question first: do you deliver to {place}, and who does the "
            "service there?"
        ),
        "Sounds good in principle. What is the lead time at the moment, and is training included?",
        "Before we go on: does it fit through a door of 1.90 m, and what does it weigh?",
    ),
    "late_question": (
        (
            "Sorry for my silence, it has been hectic here. Yes, this is still a topic. Is {topic} "
            "available from stock?"
        ),
        (
            "Apologies, your mails kept sliding down my list. We do need this. Could you tell me the "
            "delivery time?"
        ),
    ),
    "price": (
        "Thanks, that is what we are looking for. Could you send me a price for {topic}?",
        "Please send us a quotation for {topic}, including delivery.",
        "Good. What would it cost, all in?",
    ),
    "cheaper": (
        (
            "Thank you for the offer. To be honest, another supplier is eight percent below you. Can "
            "you do better?"
        ),
        "The price is above our budget. Is there anything you can do, perhaps with a used one?",
        "We like it, but not at this price. What if we order before the end of the month?",
    ),
    "order": (
        "Agreed. Please send the order confirmation to our accounts department, order number {order}.",
        "We take it. Our order number is {order}. When will you deliver?",
    ),
    "callback": (
        "We are moving to the new site at the moment. Could you call me again in {month}?",
        "Not now, our budget is decided in {month}. Please get back to me then.",
    ),
    "meeting": (
        (
            "That would be easier to explain here. I have sent you an invitation for {day} at {hour}, "
            "is that all right?"
        ),
    ),
    "elsewhere": (
        "Thank you, but we have bought elsewhere in the meantime. Perhaps next time.",
        "We have decided for another supplier. Thank you for your effort.",
    ),
    "not_now": ("Thanks, but this is not a topic for us this year.",),
    "not_yet": (
        "Not at the moment, I am afraid: there is no money for it this quarter.",
        "This has been put off here. It is not decided before the new budget.",
    ),
    "unsubscribe": (
        "Please take me off your list and do not send me any more mails.",
        "Unsubscribe me, please.",
    ),
    "never": ("Please never contact us again. We are not interested and will not be.",),
    "colleague": (
        (
            "Hello, {first} passed your mail on to me, I look after purchasing. Could you send me a "
            "price for {topic}?"
        ),
        "{first} asked me to take over. What would {topic} cost, and when could you deliver?",
    ),
    "thanks": (
        "Thank you, I have passed this on and will come back to you.",
        "Received, thanks.",
    ),
}

#: What the team writes, by what it answers.
OURS: Final[dict[str, tuple[str, ...]]] = {
    "offer": (
        (
            "Hello {first},\n\nthank you for your interest in {topic}. There are two ways to go: from "
            "stock within two weeks, or built to order in ten. Which of the two is closer to what you "
            "need?"
        ),
        (
            "Hello {first},\n\nas promised on the phone, here is what we would suggest for {topic}. "
            "Would a visit help, or shall I write a proposal straight away?"
        ),
    ),
    "hello": (
        (
            "Hello {first},\n\nyou asked about {topic}. I could not reach you by phone. What is the "
            "best time to call, or shall we settle it by mail?"
        ),
    ),
    "question": (
        (
            "Hello {first},\n\nyes to both: we deliver with our own lorry and our engineer is with you "
            "within a day. Shall I send you a price?"
        ),
        (
            "Hello {first},\n\ntwo weeks from stock, and half a day of training is included. What would "
            "you like to know next?"
        ),
    ),
    "price": (
        (
            "Hello {first},\n\nhere is our proposal for {topic}: {value} including delivery and the "
            "first service. The price holds for 30 days. Do you have questions about it?"
        ),
    ),
    "cheaper": (
        (
            "Hello {first},\n\nI have talked to my manager: with an order this month we can take five "
            "percent off, which makes it {less}. Shall I send the order form?"
        ),
    ),
    "thanks": ("Hello {first},\n\nthank you for your order, the confirmation is on its way to you.",),
    "callback": ("Hello {first},\n\nof course. I will call you then. Is the mobile number still right?",),
    "meeting": ("Hello {first},\n\n{day} at {hour} suits me well. I look forward to it.",),
    "not_now": (
        "Hello {first},\n\nthat is fine, thank you for saying so. I will ask again when it may suit you better.",
    ),
    "elsewhere": (
        (
            "Hello {first},\n\nthank you for telling me. May I ask what decided it? I will ask again "
            "when yours is due for replacement."
        ),
    ),
}

#: What they say who do not buy, as a step repeats it.
NO: Final = {
    "elsewhere": "they bought elsewhere",
    "not_now": "not this year, they say",
    "not_yet": "no money before the next budget",
    "never": "they want to be left alone",
}
#: Why somebody asks to give up: the reason as the form has it, and a sentence.
WHY: Final = {
    "elsewhere": ("competitor", "They have bought elsewhere."),
    "not_now": ("no_need", "Not this year, they say."),
    "not_yet": ("not_interested", "No budget this quarter. Worth asking again in a few weeks."),
    "never": ("never", "They said on the phone that they never want to hear from us again."),
    "price": ("price", "They have had our price and say nothing more."),
    "cheaper": ("price", "We are too expensive for them, and five percent did not help."),
}
TRIED: Final = (
    "{mails} and many calls, nobody answers.",
    "Mailed, called at every hour of the day, left messages: nothing from {first}.",
    "{first} never picks up, and nobody else there knows of it.",
    "Tried for weeks, {mails} without an answer.",
)

#: What is noted after a call, by what they said.
NOTED: Final[dict[str, tuple[str, ...]]] = {
    "offer": (
        "Asked for it in writing first.",
        "Between two meetings; wants a mail.",
        "Friendly, wants to read it first.",
    ),
    "question": (
        "Wants to know about delivery and service.",
        "Asked about the lead time.",
    ),
    "price": (
        "Wants a price.",
        "Asked for a quotation, all in.",
    ),
    "cheaper": (
        "Thinks we are too expensive.",
        "Has a cheaper offer, about eight percent.",
    ),
    "order": ("Takes it. Order number {order}.",),
    "callback": (
        "Moving house; call again in {month}.",
        "Budget is decided in {month}.",
    ),
    "elsewhere": ("Has bought elsewhere.",),
    "not_now": ("Not this year.",),
    "not_yet": ("No money for it this quarter.", "Put off until the new budget."),
    "never": ("Does not want to be contacted again.",),
    "voicemail": (
        "Left a message.",
        "Voicemail, number left.",
        "",
    ),
    "no_answer": (
        "",
        "Rang out.",
        "",
    ),
    "wrong_number": ("Somebody else's number.",),
    "meeting": (
        "Walked through the site together. Wants a proposal.",
        "Good visit: they showed us where it will stand.",
    ),
    "talk": (
        "Is still deciding.",
        "Waits for their manager.",
    ),
}
