"""Stage by act by person: the table of acts, written down cell by cell.

It is the specification of the engine and knows nothing of the engine's own table. A cell says:

    -          403: this person's roles do not include the act
    >stage     done, and the article stands in that stage then
    word       409: not now, for exactly the reasons that WORDS gives

The last three columns are an officer, an auditor and a superuser without a group. They may do
nothing anywhere, and each line says so.
"""

from __future__ import annotations

from collections.abc import Iterator

PEOPLE = ["owner", "other", "ada", "uma", "noel", "pia", "edda", "cora", "abel", "sue"]
"""Two writers; the assigned reviewer, an assigned but unverified one, one who was not asked; the
publisher; the managing editor; the officer; the auditor; the superuser."""

WORDS = {
    "stage": "wrong_stage",
    "unseen": "not_live",
    "unasked": "not_assigned",
    "unverified": "credential_unverified",
    "none": "no_signature",
    "theirs": "not_yours",
    "foreign": "no_signature not_yours",
    "waits": "must_fix_open",
    "unverified+": "credential_unverified must_fix_open",
    "unasked+": "must_fix_open not_assigned",
    ">review": "> medical_review",
    ">live": "> published",
}

MATRIX = {
    "draft": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             >review >review -          -          -       -          >review    -    -    -
sign_off           -       -       stage      stage      stage   -          -          -    -    -
publish            -       -       -          -          -       stage      -          -    -    -
request_changes    -       -       stage      stage      stage   -          -          -    -    -
recall             stage   stage   -          -          -       -          stage      -    -    -
revise             stage   stage   -          -          -       -          stage      -    -    -
discard_revision   unseen  unseen  -          -          -       -          unseen     -    -    -
withdraw           -       -       -          -          -       unseen     -          -    -    -
withdraw_signature -       -       none       foreign    foreign -          none       -    -    -
""",
    "medical_review": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             stage   stage   -          -          -       -          stage      -    -    -
sign_off           -       -       >approved  unverified unasked -          -          -    -    -
publish            -       -       -          -          -       stage      -          -    -    -
request_changes    -       -       >draft     >draft     unasked -          -          -    -    -
recall             >draft  >draft  -          -          -       -          >draft     -    -    -
revise             stage   stage   -          -          -       -          stage      -    -    -
discard_revision   stage   stage   -          -          -       -          stage      -    -    -
withdraw           -       -       -          -          -       unseen     -          -    -    -
withdraw_signature -       -       none       foreign    foreign -          none       -    -    -
""",
    "medical_review, must-fix": """
                   owner   other   ada        uma         noel     pia      edda     cora abel sue
submit             stage   stage   -          -           -        -        stage    -    -    -
sign_off           -       -       waits      unverified+ unasked+ -        -        -    -    -
publish            -       -       -          -           -        stage    -        -    -    -
request_changes    -       -       >draft     >draft      unasked  -        -        -    -    -
recall             >draft  >draft  -          -           -        -        >draft   -    -    -
revise             stage   stage   -          -           -        -        stage    -    -    -
discard_revision   stage   stage   -          -           -        -        stage    -    -    -
withdraw           -       -       -          -           -        unseen   -        -    -    -
withdraw_signature -       -       none       foreign     foreign  -        none     -    -    -
""",
    "approved": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             stage   stage   -          -          -       -          stage      -    -    -
sign_off           -       -       stage      stage      stage   -          -          -    -    -
publish            -       -       -          -          -       >live      -          -    -    -
request_changes    -       -       stage      stage      stage   -          -          -    -    -
recall             stage   stage   -          -          -       -          stage      -    -    -
revise             >draft  >draft  -          -          -       -          >draft     -    -    -
discard_revision   stage   stage   -          -          -       -          stage      -    -    -
withdraw           -       -       -          -          -       unseen     -          -    -    -
withdraw_signature -       -       >draft     theirs     theirs  -          >draft     -    -    -
""",
    "published": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             stage   stage   -          -          -       -          stage      -    -    -
sign_off           -       -       stage      stage      stage   -          -          -    -    -
publish            -       -       -          -          -       stage      -          -    -    -
request_changes    -       -       stage      stage      stage   -          -          -    -    -
recall             stage   stage   -          -          -       -          stage      -    -    -
revise             >draft  >draft  -          -          -       -          >draft     -    -    -
discard_revision   stage   stage   -          -          -       -          stage      -    -    -
withdraw           -       -       -          -          -       >withdrawn -          -    -    -
withdraw_signature -       -       >live      theirs     theirs  -          >live      -    -    -
""",
    "withdrawn": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             stage   stage   -          -          -       -          stage      -    -    -
sign_off           -       -       stage      stage      stage   -          -          -    -    -
publish            -       -       -          -          -       stage      -          -    -    -
request_changes    -       -       stage      stage      stage   -          -          -    -    -
recall             stage   stage   -          -          -       -          stage      -    -    -
revise             >draft  >draft  -          -          -       -          >draft     -    -    -
discard_revision   stage   stage   -          -          -       -          stage      -    -    -
withdraw           -       -       -          -          -       stage      -          -    -    -
withdraw_signature -       -       stage      stage      stage   -          stage      -    -    -
""",
    "draft, live": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             >review >review -          -          -       -          >review    -    -    -
sign_off           -       -       stage      stage      stage   -          -          -    -    -
publish            -       -       -          -          -       stage      -          -    -    -
request_changes    -       -       stage      stage      stage   -          -          -    -    -
recall             stage   stage   -          -          -       -          stage      -    -    -
revise             stage   stage   -          -          -       -          stage      -    -    -
discard_revision   >live   >live   -          -          -       -          >live      -    -    -
withdraw           -       -       -          -          -       >withdrawn -          -    -    -
withdraw_signature -       -       >draft     theirs     theirs  -          >draft     -    -    -
""",
    "medical_review, live": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             stage   stage   -          -          -       -          stage      -    -    -
sign_off           -       -       >approved  unverified unasked -          -          -    -    -
publish            -       -       -          -          -       stage      -          -    -    -
request_changes    -       -       >draft     >draft     unasked -          -          -    -    -
recall             >draft  >draft  -          -          -       -          >draft     -    -    -
revise             stage   stage   -          -          -       -          stage      -    -    -
discard_revision   stage   stage   -          -          -       -          stage      -    -    -
withdraw           -       -       -          -          -       >withdrawn -          -    -    -
withdraw_signature -       -       >review    theirs     theirs  -          >review    -    -    -
""",
    "approved, live": """
                   owner   other   ada        uma        noel    pia        edda       cora abel sue
submit             stage   stage   -          -          -       -          stage      -    -    -
sign_off           -       -       stage      stage      stage   -          -          -    -    -
publish            -       -       -          -          -       >live      -          -    -    -
request_changes    -       -       stage      stage      stage   -          -          -    -    -
recall             stage   stage   -          -          -       -          stage      -    -    -
revise             >draft  >draft  -          -          -       -          >draft     -    -    -
discard_revision   stage   stage   -          -          -       -          stage      -    -    -
withdraw           -       -       -          -          -       >withdrawn -          -    -    -
withdraw_signature -       -       >draft     theirs     theirs  -          >draft     -    -    -
""",
}
"""Four more places than stages: a review with an open must-fix comment, and a new version under
way while readers see the last one. The signature to withdraw is the open round's where it has one,
else the one behind the live text."""


def cells(situation: str) -> Iterator[tuple[str, str, str]]:
    """Act, person and what is expected, for each cell of a table, in full words."""
    header, *lines = MATRIX[situation].strip("\n").splitlines()
    assert header.split() == PEOPLE
    for line in lines:
        act, *row = line.split()
        for who, cell in zip(PEOPLE, row, strict=True):
            yield act, who, WORDS.get(cell, cell.replace(">", "> "))
