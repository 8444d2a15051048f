"""The pages about reviewers: who may sign when, why, who said so, and what stays private."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles import files, presenting, triggers
from articles.credentials import checking, evidence, recording
from articles.days import editorial_date, editorial_zone
from articles.models import (
    Coverage,
    Credential,
    CredentialStatus,
    CredentialVerification,
    Reviewer,
    Signature,
)
from articles.stages import CredentialKind, Stage, Standing, StandingReason
from tests.cast import SEEN, Cast, person

from .site import ROLES, SEALED_OFF, signed_in, statements

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PDF = b"%PDF-1.4\nThe board says yes.\n"
NUMBER, NPI, MAIL = "SECRET-218407", "1234567893", "ada@private.example"
LECTURE = "Lecture fee from Zyx Pharma"
LIST = "/reviewers/"


def words(html: str) -> str:
    """What people read: the text of <main>, one space between words."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def read(user: User, address: str, status: int = 200) -> str:
    response = signed_in(user).get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def ada(cast: Cast) -> Reviewer:
    return Reviewer.objects.get(user=cast.physician)


@pytest.fixture
def held(ada: Reviewer) -> Credential:
    return ada.credentials.get()


def page_of(reviewer: Reviewer, query: str = "") -> str:
    return reverse("reviewer", args=[reviewer.pk]) + query


def sheet_of(credential: Credential, query: str = "") -> str:
    return reverse("credential", args=[credential.reviewer_id, credential.pk]) + query


def with_private_data(cast: Cast, ada: Reviewer, held: Credential) -> str:
    """Everything private there is, and the digest of the file kept."""
    User.objects.filter(pk=cast.physician.pk).update(email=MAIL)
    ada.npi = NPI
    recording.save(ada, actor=cast.officer, reason="NPI seen")
    held.number = NUMBER
    recording.save(held, actor=cast.officer, reason="Number seen")
    kept = evidence.keep(PDF, "the-letter.pdf", actor=cast.officer)
    cast.verify(held, evidence=kept)
    paid = [{"entity": LECTURE, "payee": "self", "comment": ""}]
    cast.disclose(ada, "Has given a paid lecture.", honoraria=paid)
    return kept.digest


# The directory


def row_of(html: str, name: str) -> str:
    row = next(row for row in html.split("<tr>") if name in row)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_the_directory_says_what_each_person_holds_today(cast: Cast) -> None:
    html = read(cast.writer, LIST)
    assert "Rheumatology In force" in row_of(html, "Ada Moss, MD")
    assert "Rheumatology Not verified now –" in row_of(html, "Uma Unverified, MD")


def test_ended_and_stale_are_two_states(cast: Cast, ada: Reviewer, held: Credential) -> None:
    other = Reviewer.objects.get(user=cast.second_physician)
    ended(cast, held, timezone.localdate())
    old = timezone.now() - dt.timedelta(days=400)
    rewrite(
        CredentialVerification.objects.filter(credential__reviewer=other),
        checked_on=editorial_date(old),
    )

    html = read(cast.writer, LIST)

    assert "Rheumatology Lapsed" in row_of(html, ada.printed_name)
    assert "Rheumatology Check stale" in row_of(html, other.printed_name)
    due = editorial_date(old) + dt.timedelta(days=365)
    assert f"since {due.day} {due:%b %Y}" in row_of(html, other.printed_name)


def ended(cast: Cast, credential: Credential, day: dt.date, **details: Any) -> CredentialStatus:
    return checking.record_status(
        credential,
        actor=cast.officer,
        standing=Standing.NOT_IN_FORCE,
        reason=StandingReason.LAPSED,
        effective_from=day,
        why="The board says so",
        **details,
    )


def rewrite(rows: QuerySet[Any], **values: Any) -> None:
    """Change rows that nobody may change: tests travel in time."""
    table = rows.model._meta.db_table
    with connection.cursor() as cursor:
        for trigger in triggers.expected():
            if trigger.table == table:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{on}')
    rows.update(**values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"user": None}, "no account yet"),
        ({"is_active": False}, "no longer active"),
    ],
)
def test_the_directory_says_what_an_account_lacks(
    cast: Cast, change: dict[str, Any], said: str
) -> None:
    made = Reviewer(name="Nova New", **{"user": person("nova", "Medical reviewers"), **change})
    recording.save(made, actor=cast.officer, reason="New")
    assert said in row_of(read(cast.writer, LIST), "Nova New")


def test_an_account_without_identity_and_agreement_says_both(cast: Cast) -> None:
    made = Reviewer(name="Nova New", user=person("nova", "Medical reviewers"))
    recording.save(made, actor=cast.officer, reason="New")
    row = row_of(read(cast.writer, LIST), "Nova New")
    assert "identity not checked" in row
    assert "agreement not accepted" in row
    assert "no certification on record" in row


def test_open_reviews_and_days_away_are_told(cast: Cast, ada: Reviewer) -> None:
    cast.article_in(Stage.MEDICAL_REVIEW)
    cast.article_in(Stage.APPROVED, title="Signed at once")
    ada.away_until = timezone.localdate() + dt.timedelta(days=3)
    recording.save(ada, actor=cast.officer, reason="Holiday")

    row = row_of(read(cast.writer, LIST), "Ada Moss, MD")

    assert f"Rheumatology 1 under a day {ada.away_until.day} {ada.away_until:%b %Y}" in row


def test_the_directory_is_narrowed_by_name_and_by_what_a_certificate_covers(cast: Cast) -> None:
    by_name = read(cast.writer, LIST + "?q=moss")
    assert "Ada Moss" in by_name
    assert "Bela Nemeth" not in by_name
    assert "Ada Moss" in read(cast.writer, LIST + "?specialty=rheumatology")
    assert "No reviewer fits" in read(cast.writer, LIST + "?specialty=cardiology")


def test_a_coverage_counts_in_the_filter_from_its_day_until_its_end(cast: Cast) -> None:
    today = timezone.localdate()
    cover = Coverage(
        certificate=cast.certificates["Rheumatology"], specialty="cardiology", since=today
    )
    recording.save(cover, actor=cast.officer, reason="The board says so")
    assert "Ada Moss" in read(cast.writer, LIST + "?specialty=cardiology")
    assert "Cardiology" in row_of(read(cast.writer, LIST), "Ada Moss")

    cover.since, cover.until = today - dt.timedelta(days=9), today
    recording.save(cover, actor=cast.officer, reason="No longer")
    assert "No reviewer fits" in read(cast.writer, LIST + "?specialty=cardiology")
    assert "Cardiology" not in row_of(read(cast.writer, LIST), "Ada Moss")


def test_without_reviewers_the_directory_says_what_would_appear(db: None) -> None:
    assert "No reviewers yet" in read(person("wren", "Writers"), LIST)


def test_pages_follow_each_other_by_name_and_skip_nobody(cast: Cast) -> None:
    names = [f"Same Name, {n:02}" for n in range(20)] + ["Same Name"] * 20 + ["O'Hara & Øre"] * 15
    for name in names:
        recording.save(Reviewer(name=name), actor=cast.officer, reason="New")
    client, address, seen = signed_in(cast.writer), LIST, []
    for _page in range(9):
        html = client.get(address).content.decode()
        seen += re.findall(r'class="title"><a href="/reviewers/(\d+)/"', html)
        if (onward := re.search(r'<a href="([^"]+)">Next page', html)) is None:
            break
        address = LIST + onward.group(1).replace("&amp;", "&")
    everybody = Reviewer.objects.order_by("name", "pk").values_list("pk", flat=True)
    assert seen == [str(key) for key in everybody]


@pytest.mark.parametrize("after", ["nonsense", "x.y", "9" * 40 + ".A", "1.%00", "²."])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(cast: Cast, after: str) -> None:
    assert "Ada Moss" in read(cast.writer, f"{LIST}?after={after}")


# One person


def test_every_condition_stands_on_the_page_with_its_reason(cast: Cast) -> None:
    uma = Reviewer.objects.get(user=cast.unverified)
    shown = words(read(cast.writer, page_of(uma)))
    assert "May not sign" in shown
    assert "Rheumatology has not been verified at its source by two people." in shown
    for label in ("An active account of their own", "Identity checked by a second person",
                  "The reviewer agreement, accepted", "A verified credential in force",
                  "The licence that the policy asks for",
                  "A disclosure of interests that is not stale"):  # fmt: skip
        assert label in shown
    assert "Not their own text" not in shown


def test_who_may_sign_is_said_with_the_specialties(cast: Cast, ada: Reviewer) -> None:
    shown = words(read(cast.auditor, page_of(ada)))
    assert "May sign as a specialist in rheumatology" in shown


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, "In force"), (0, "Lapsed"), (30, "Lapsed"), (31, "In force")],
)
def test_a_period_holds_from_its_first_day_to_the_day_before_its_end(
    cast: Cast, held: Credential, days: int, said: str
) -> None:
    start = timezone.localdate() - dt.timedelta(days=60)
    cast.verify(held, checked_on=start - dt.timedelta(days=10))
    ended(cast, held, start, effective_to=start + dt.timedelta(days=31))
    day = start + dt.timedelta(days=days)

    shown = words(read(cast.writer, page_of(held.reviewer, f"?on={day}")))

    assert f"Rheumatology American Board of Internal Medicine; covers rheumatology {said}" in shown


def test_what_was_recorded_later_was_not_known_then(cast: Cast, held: Credential) -> None:
    """Two times: lapsed in the world, and still believed in force on the day before it came."""
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    rewrite(held.statuses.all(), recorded_at=moment(yesterday, 23, 59))
    cast.verify(held, checked_on=yesterday)
    rewrite(held.verifications.all(), recorded_at=moment(yesterday, 12))
    ended(cast, held, yesterday)

    knowing = words(read(cast.writer, page_of(held.reviewer, f"?on={yesterday}")))
    then = words(read(cast.writer, page_of(held.reviewer, f"?on={yesterday}&known={yesterday}")))
    before = today - dt.timedelta(days=2)
    earlier = words(read(cast.writer, page_of(held.reviewer, f"?on={yesterday}&known={before}")))

    assert "Rheumatology is not in force: lapsed since" in knowing
    assert "Rheumatology is not in force" not in then
    assert f"not known yet on {yesterday.day} {yesterday:%b %Y}" in then
    assert "Rheumatology has no status on record." in earlier


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), editorial_zone())


def test_a_day_ends_at_midnight_in_the_editorial_time_zone() -> None:
    at = presenting.as_of(known=dt.date(2026, 3, 8))  # the clocks go forward that night
    assert at.known_at.isoformat() == "2026-03-09T03:59:59.999999+00:00"
    assert at.knew(moment(dt.date(2026, 3, 8), 23, 59))
    assert not at.knew(moment(dt.date(2026, 3, 9), 0))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?on=yesterday", "Write the day as 2026-03-14."),
        ("?on=2026-02-30", "Write the day as 2026-03-14."),
        ("?known=14.3.2026", "Write the day as 2026-03-14."),
        ("?on=%00", "Write the day as 2026-03-14."),
        ("?known=9999-12-31", "What will be known on a day to come cannot be told yet."),
    ],
)
def test_a_day_that_makes_no_sense_is_422_with_one_sentence(
    cast: Cast, held: Credential, query: str, sentence: str
) -> None:
    for address in (page_of(held.reviewer, query), sheet_of(held, query)):
        shown = words(read(cast.writer, address, 422))
        assert shown.count(sentence) == 1
        assert "That day was not judged; this is today." in shown


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_far_away_are_judged_like_any_other(cast: Cast, held: Credential, day: str) -> None:
    assert "May not sign" in words(read(cast.writer, page_of(held.reviewer, f"?on={day}")))
    read(cast.writer, sheet_of(held, f"?on={day}"))


def test_at_the_beginning_of_time_nothing_was_known(cast: Cast, held: Credential) -> None:
    query = "?on=0001-01-01&known=0001-01-01"
    assert "has no status" in words(read(cast.writer, page_of(held.reviewer, "?known=0001-01-01")))
    assert "Nothing was on record of it" in words(read(cast.writer, sheet_of(held, query)))


def test_account_and_agreement_say_that_they_are_of_today(cast: Cast, ada: Reviewer) -> None:
    assert "(as it is today)" not in read(cast.writer, page_of(ada))
    assert read(cast.writer, page_of(ada, "?on=2020-01-01")).count("(as it is today)") == 2


def test_every_row_says_when_it_was_recorded_by_whom_and_why(cast: Cast, held: Credential) -> None:
    wording = "Not certified <as of> today"
    ended(cast, held, timezone.localdate(), source_wording=wording)
    html = read(cast.writer, page_of(held.reviewer))
    assert f"“{escape(wording)}”" in html
    shown = words(html)
    assert "Cora Officer The board says so" in shown
    assert "As the board says" in shown
    assert "Primary source, web page Validated" in shown
    assert "Carl Officer ," in shown


def test_a_check_nobody_confirmed_says_that_it_counts_for_nothing(
    cast: Cast, held: Credential
) -> None:
    checking.check(
        held, actor=cast.officer, method="primary_source_web", note="Seen", evidence_digest=SEEN
    )
    shown = words(read(cast.writer, page_of(held.reviewer)))
    assert shown.count("not confirmed: counts for nothing yet") == 1


def test_the_byline_as_signed_stands_beside_the_one_of_today(cast: Cast, ada: Reviewer) -> None:
    cast.article_in(Stage.PUBLISHED)
    line = Signature.objects.medical().get().byline
    same = words(read(cast.writer, page_of(ada)))
    assert f"{line} the same" in same

    ada.degrees = "MD, PhD"
    recording.save(ada, actor=cast.officer, reason="PhD seen")
    differs = words(read(cast.writer, page_of(ada)))
    assert f"{line} differs {line.replace('MD', 'MD, PhD')}" in differs

    ended(cast, ada.credentials.get(), timezone.localdate())
    none = words(read(cast.writer, page_of(ada)))
    assert f"{line} none today" in none
    assert "Today there is no byline" in none


def test_what_rests_on_a_person_is_counted_in_three_classes(cast: Cast, ada: Reviewer) -> None:
    for title in ("One", "Two"):
        cast.article_in(Stage.PUBLISHED, title=title)
    assert depending(cast, ada) == ["2", "0", "0"]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    ended(cast, ada.credentials.get(), yesterday)
    assert depending(cast, ada) == ["0", "0", "2"]
    place = f"{reverse('impact')}?reviewer={ada.pk}"
    assert place in read(cast.editor, page_of(ada))
    assert place not in read(cast.writer, page_of(ada))


def depending(cast: Cast, reviewer: Reviewer) -> list[str]:
    return re.findall(r'<dd class="sign">(\d+)</dd>', read(cast.writer, page_of(reviewer)))


def test_older_sign_offs_are_a_link_away(
    cast: Cast, ada: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.presenting.at_work.SHOWN", 2)
    for number in range(5):
        cast.article_in(Stage.APPROVED, title=f"Text {number}")
    seen, address = [], page_of(ada)
    for _page in range(9):
        html = read(cast.writer, address)
        seen += re.findall(r">Text (\d)</a>", html)
        if (onward := re.search(r'href="(\?signed=[^"#]+)#signed">Older', html)) is None:
            break
        address = page_of(ada, onward.group(1))
    assert seen == list("43210")
    assert "Text 4" in read(cast.writer, page_of(ada, "?signed=nonsense"))


# One credential


def test_any_two_records_are_compared(cast: Cast, held: Credential) -> None:
    held.initial_on = dt.date(2010, 1, 2)
    recording.save(held, actor=cast.officer, reason="Misread before")
    held.title = "As printed"
    recording.save(held, actor=cast.officer, reason="Wording added")
    first, _second, third = held.history.order_by("history_id").values_list("history_id", flat=True)

    for query in (f"?a={first}&b={third}", f"?a={third}&b={first}"):
        shown = words(read(cast.writer, sheet_of(held, query)))
        assert "First issued on 4 Nov 2009 2 Jan 2010 changed" in shown
        assert "Degree or claimed wording none As printed changed" in shown
        assert "Kind Board certification Board certification the same" in shown
        assert "Misread before" in shown


@pytest.mark.parametrize("query", ["?a=1", "?a=0&b=0", "?a=x&b=y", "?a=%00&b=1", "?b=999999"])
def test_records_that_are_not_there_are_422_with_one_sentence(
    cast: Cast, held: Credential, query: str
) -> None:
    html = read(cast.writer, sheet_of(held, query), 422)
    assert words(html).count("Choose two records of this credential to compare.") == 1


def test_a_record_of_another_credential_is_not_compared(cast: Cast, held: Credential) -> None:
    own = held.history.get().history_id
    other = Credential.objects.exclude(pk=held.pk).first()
    assert other is not None
    foreign = other.history.get().history_id
    read(cast.writer, sheet_of(held, f"?a={own}&b={foreign}"), 422)


def test_a_credential_is_found_under_its_holder_alone(cast: Cast, held: Credential) -> None:
    other = Reviewer.objects.get(user=cast.second_physician)
    client = signed_in(cast.officer)
    assert client.get(reverse("credential", args=[other.pk, held.pk])).status_code == 404
    assert client.get(reverse("credential", args=[held.reviewer_id, 999999])).status_code == 404
    assert client.get(reverse("reviewer", args=[999999])).status_code == 404
    assert client.get(f"/reviewers/{'9' * 30}/").status_code == 404


def test_terms_are_shown_as_they_were_on_record(cast: Cast, held: Credential) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rewrite(held.history.all(), history_date=moment(yesterday, 23, 59))
    held.initial_on = dt.date(2010, 1, 2)
    recording.save(held, actor=cast.officer, reason="Misread before")

    shown = words(read(cast.writer, sheet_of(held, f"?known={yesterday}")))

    assert "First issued on 4 Nov 2009" in shown
    assert "They have changed since." in shown
    assert "First issued on 2 Jan 2010" in words(read(cast.writer, sheet_of(held)))


# Private data


def test_everybody_who_reads_articles_reads_these_pages(cast: Cast, held: Credential) -> None:
    addresses = (LIST, page_of(held.reviewer), sheet_of(held))
    for role in ROLES:
        client = signed_in(getattr(cast, role))
        assert [client.get(address).status_code for address in addresses] == [200] * 3, role
    client = signed_in(person("nobody"))
    assert [client.get(address).status_code for address in addresses] == [403] * 3
    assert [Client().get(address).status_code for address in addresses] == [302] * 3
    assert signed_in(cast.officer).post(page_of(held.reviewer)).status_code == 405


SEE_IT_ALL = {"officer", "physician"}


@pytest.mark.parametrize("role", [*ROLES, "second_physician", "second_officer"])
def test_private_data_is_for_officers_and_the_holder(
    cast: Cast, ada: Reviewer, held: Credential, role: str
) -> None:
    digest = with_private_data(cast, ada, held)
    records = held.history.order_by("history_id").values_list("history_id", flat=True)
    compare = f"?a={records.first()}&b={records.last()}"
    user = getattr(cast, role)
    html = "".join(
        read(user, address)
        for address in (LIST, page_of(ada), page_of(ada, "?on=2020-01-01"), sheet_of(held),
                        sheet_of(held, compare))
    )  # fmt: skip
    file = reverse("evidence", args=[ada.pk, digest])
    private = (NUMBER, NPI, MAIL, LECTURE, "the-letter.pdf", file)
    sees = role in SEE_IT_ALL or role == "second_officer"
    assert {thing: thing in html for thing in private} == dict.fromkeys(private, sees)
    assert "Has given a paid lecture." in html
    assert digest in html


def test_a_public_npi_is_for_everybody(cast: Cast, ada: Reviewer) -> None:
    ada.npi, ada.npi_public = NPI, True
    recording.save(ada, actor=cast.officer, reason="They print it")
    assert NPI in read(cast.writer, page_of(ada))


def test_only_officers_are_offered_to_record_and_not_about_themselves(
    cast: Cast, ada: Reviewer, held: Credential
) -> None:
    place = reverse("admin:articles_credential_check", args=[held.pk])
    offered = {
        role: place in read(getattr(cast, role), page_of(ada))
        and place in read(getattr(cast, role), sheet_of(held))
        for role in ROLES
    }
    assert offered == {role: role == "officer" for role in ROLES}
    cast.physician.groups.add(*cast.officer.groups.all())
    assert place not in read(cast.physician, page_of(ada))


# The file


def test_the_file_is_kept_to_the_byte_and_runs_nowhere(
    cast: Cast, ada: Reviewer, held: Credential
) -> None:
    address = reverse("evidence", args=[ada.pk, with_private_data(cast, ada, held)])
    for user in (cast.officer, cast.physician):
        response = signed_in(user).get(address)
        assert response.status_code == 200
        assert response.content == PDF
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'attachment; filename="the-letter.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == SEALED_OFF
        assert response["Cache-Control"] == "private, no-store"


def test_nobody_else_gets_the_file(cast: Cast, ada: Reviewer, held: Credential) -> None:
    address = reverse("evidence", args=[ada.pk, with_private_data(cast, ada, held)])
    for role in set(ROLES) - SEE_IT_ALL | {"second_physician"}:
        assert signed_in(getattr(cast, role)).get(address).status_code == 403, role
    assert Client().get(address).status_code == 302


def test_a_file_that_no_check_of_this_person_names_is_404(
    cast: Cast, ada: Reviewer, held: Credential
) -> None:
    digest = with_private_data(cast, ada, held)
    other = Reviewer.objects.get(user=cast.second_physician)
    kept = evidence.keep(PDF + b"another", "other.pdf", actor=cast.officer)
    client = signed_in(cast.officer)
    for key, name in ((other.pk, digest), (ada.pk, kept.digest), (ada.pk, "x"), (9999, digest)):
        assert client.get(reverse("evidence", args=[key, name])).status_code == 404
    assert signed_in(cast.second_physician).get(
        reverse("evidence", args=[other.pk, digest])
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "said"),
    [("gone", "is gone."), ("altered", "is another."), ("never", "No file was kept")],
)
def test_a_file_that_is_not_the_one_kept_is_a_sentence(
    cast: Cast, ada: Reviewer, held: Credential, fault: str, said: str
) -> None:
    digest = with_private_data(cast, ada, held)
    if fault == "never":
        digest = "sha256:" + "0" * 64
        cast.verify(held, evidence_digest=digest)
    else:
        storage, place = storages["evidence"], files.path(digest)
        storage.delete(place)
        if fault == "altered":
            storage.save(place, ContentFile(b"%PDF-another"))
    response = signed_in(cast.officer).get(reverse("evidence", args=[ada.pk, digest]))
    storages["evidence"].delete(files.path(digest))
    assert response.status_code == 409
    assert said in words(response.content.decode())


def test_the_receipt_leads_to_the_check_it_relied_on(cast: Cast, held: Credential) -> None:
    article = cast.article_in(Stage.PUBLISHED)
    signature = Signature.objects.medical().get()
    check = held.verifications.get(confirms=None)

    receipt = reverse("receipt", args=[signature.pk])
    assert f'<a href="{receipt}">{signature.byline}</a>' in read(
        cast.writer, reverse("article", args=[article.slug])
    )
    anchor = f"check-{check.pk}"
    assert f'href="{sheet_of(held)}#{anchor}"' in read(cast.writer, receipt)
    assert f'id="{anchor}"' in read(cast.writer, sheet_of(held))


# Size and safety


def test_the_directory_takes_as_many_statements_for_three_as_for_thirty(cast: Cast) -> None:
    client = signed_in(cast.editor)
    few = statements(client, LIST)
    for number in range(26):
        cast.register(person(f"more{number}", "Medical reviewers", name=f"Ada {number}"))
    assert Reviewer.objects.count() == 30
    assert statements(client, LIST) == few
    assert few <= 12


def test_a_person_takes_as_many_statements_for_one_row_as_for_many(
    cast: Cast, ada: Reviewer, held: Credential
) -> None:
    client = signed_in(cast.officer)
    day = "?on=2020-01-01&known=2026-01-01"
    addresses = [page_of(ada), page_of(ada, day), sheet_of(held), sheet_of(held, day)]
    cast.article_in(Stage.PUBLISHED, title="First")
    few = [statements(client, address) for address in addresses]
    for state in ("US-AZ", "US-AR", "US-AK"):
        made = Credential(reviewer=ada, kind=CredentialKind.LICENCE, jurisdiction=state)
        recording.save(made, actor=cast.officer, reason="Seen")
        cast.verify(made)
        cast.verify(held)
        cast.article_in(Stage.PUBLISHED, title=state)
    assert [statements(client, address) for address in addresses] == few


NASTY = '<script>alert("x")</script>'


def test_hostile_words_show_as_words(cast: Cast) -> None:
    reviewer = Reviewer(name=f"N {NASTY}", degrees="<b>MD</b>")
    recording.save(reviewer, actor=cast.officer, reason=NASTY)
    credential = Credential(reviewer=reviewer, kind=CredentialKind.DEGREE, title=f"D {NASTY}")
    recording.save(credential, actor=cast.officer, reason=f"R {NASTY}")
    ended(cast, credential, timezone.localdate(), source_wording=NASTY)
    checking.check(
        credential, actor=cast.officer, method="board_letter", note=NASTY, evidence_digest=SEEN
    )
    for address in (LIST, page_of(reviewer), sheet_of(credential), f"{LIST}?q={NASTY}",
                    f"{LIST}?after=1.{NASTY}"):  # fmt: skip
        html = read(cast.officer, address)
        assert "<script>alert" not in html
        assert "<b>MD" not in html
    assert escape(f"N {NASTY}") in read(cast.officer, LIST)
