"""A text in its second round: signed once, revised, with comments open, answered and gone."""

from __future__ import annotations

from articles import checklists
from articles.models import Article, Review
from tests.cast import Cast
from tests.workflow.talk import must_fix, says, turn

BEFORE = """Prednisone calms a flare within days, yet bone begins to thin within weeks[@handbook].

Most of that loss can be prevented if somebody plans for it on the first day.

## How much is too much

For most adults the aim is 7.5 mg a day or less[@handbook]. Short, higher courses still count.

Ask for a bone scan as soon as long treatment is planned.

Walk on most days. Bone answers to load at every age.

## What to take each day

| Adults | Calcium | Vitamin D |
|--------|--------:|----------:|
| Up to 50 | 1,000 mg | 600 IU |
| Over 65 | 1,200 mg | 600 IU |

## When to call

- Sudden back pain, or a loss of height.
- A fall after which pain does not settle.
- Fever with a new rash.
"""
AFTER = """Prednisone calms a flare within days, yet bone begins to thin within weeks[@handbook].

Most of that loss can be prevented if somebody plans for it on the first day.

## How much is too much

For most adults the aim is 5 mg a day or less[@handbook], **and none where that is possible**.
Short, higher courses still count.

Never stop prednisone suddenly on your own.

Walk on most days. Bone answers to load at every age.

## What to take each day

| Adults | Calcium | Vitamin D |
|--------|--------:|----------:|
| Up to 50 | 1,000 mg | 600 IU |
| Over 70 | 1,200 mg | 800 IU |

Ask for a bone scan as soon as long treatment is planned.

## When to call

- Sudden back pain, or a loss of height of more than 2 cm.
- A fall after which pain does not settle.
- Fever with a new rash, or [shortness of breath](https://example.org/breath).
"""
TITLE = "Steroids and your bones in lupus: what to ask for before months of prednisone"
QUESTIONS = [
    {"code": "doses", "question": "Doses and units checked against the source", "help": ""},
    {"code": "help", "question": "Says when to seek help", "help": "Which signs, and how fast."},
]


def second_round(cast: Cast, *, asks: bool = False, title: str = TITLE) -> Review:
    """Ada's review of the revised text. She signed the first version, which is live."""
    summary = "What steroids do to bone, and what to ask for before they start."
    article = cast.draft(title=title, summary=summary, body=BEFORE)
    cast.submit(article)
    early = says(
        _now(article), cast.physician, "For whom?", exact="For most adults", wording="For adults"
    )
    gone = says(_now(article), cast.physician, "When exactly?", exact="long treatment is planned")
    turn("resolve", early, cast.physician)
    turn("resolve", gone, cast.physician)
    cast.publish(cast.sign_off(_now(article)))
    cast.revised(_now(article), body=AFTER)
    if asks:
        checklists.put_in_use(
            cast.policy("Default"),
            QUESTIONS,
            checks_references=True,
            actor=cast.editor,
            reason="Agreed by the board",
        )
    cast.submit(_now(article), cast.physician, cast.second_physician, note="Doses brought in line.")
    return _now(article).round.reviews.get(reviewer__user=cast.physician)


def commented(cast: Cast, review: Review) -> None:
    """Three comments on the text under review: one must-fix, answered, and two suggestions."""
    article = review.round.article
    fix = must_fix(
        _now(article), cast.physician, "A reader in a flare may cut the dose.", exact="5 mg a day"
    )
    turn("reply", fix, cast.writer, text="Agreed; the sentence before says when.")
    says(
        _now(article),
        cast.physician,
        "Name the way out.",
        exact="Never stop prednisone suddenly on your own.",
        wording="Never stop prednisone suddenly; ask your doctor how to taper.",
    )
    says(_now(article), cast.second_physician, "A picture would help.", exact="")


def _now(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)
