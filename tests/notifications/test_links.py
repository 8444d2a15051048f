"""The links of a digest: straight to the page, through the door, past password and code."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import notifications
from articles.models import Delivery
from articles.notifications import digests
from articles.stages import DeliveryKind, Stage
from tests.cast import PASSWORD, Cast
from tests.signin.conftest import enrolled  # noqa: F401 (a fixture)
from tests.workflow.clock import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(cast: Cast, clock: Clock) -> list[str]:
    """The addresses in Ada's digest, in their order."""
    User.objects.filter(pk=cast.physician.pk).update(email="ada@example.org")
    cast.article_in(Stage.MEDICAL_REVIEW)
    clock.forward(minutes=5)
    digests.owe(timezone.now())
    row = Delivery.objects.get(kind=DeliveryKind.REVIEW_DIGEST)
    return [urlsplit(found).path for found in re.findall(r"http\S+", notifications.write(row).body)]


def to_the_door(client: Client, page: str) -> dict[str, str]:
    """Where a page sends who is not signed in, and what the form there holds."""
    answer = client.get(page)
    assert answer.status_code == 302
    door = client.get(answer["Location"])
    hidden = re.search(r'<input type="hidden" name="next" value="([^"]+)"', door.text)
    assert hidden and urlsplit(answer["Location"]).path == reverse("login")
    return {"login": "ada", "password": PASSWORD, "next": hidden[1]}


def test_a_password_leads_on_to_the_review_itself(links: list[str]) -> None:
    client = Client()
    form = to_the_door(client, links[0])
    assert client.post(reverse("login"), form)["Location"] == links[0]
    page = client.get(links[0])
    assert page.status_code == 200 and "Gout flares" in page.text


def test_password_and_code_lead_on_to_the_review_itself(
    enrolled,  # noqa: F811
    links: list[str],
) -> None:
    client = Client()
    form = to_the_door(client, links[0])
    asked = client.post(reverse("login"), form)
    assert urlsplit(asked["Location"]).path == reverse("mfa_authenticate")
    wrong = client.post(asked["Location"], {"code": "000000"})
    assert wrong.status_code == 422
    spare = enrolled.codes[0]
    right = client.post(asked["Location"], {"code": spare})
    assert right["Location"] == links[0]
    assert client.get(links[0]).status_code == 200


def test_a_wrong_password_first_does_not_lose_the_way(links: list[str]) -> None:
    client = Client()
    form = to_the_door(client, links[0])
    wrong = client.post(reverse("login"), {**form, "password": "a wrong one"})
    assert f'name="next" value="{links[0]}"' in wrong.text
    assert client.post(reverse("login"), form)["Location"] == links[0]


def test_the_decline_link_of_the_mail_opens_without_the_door(links: list[str]) -> None:
    assert Client().get(links[1]).status_code == 200
