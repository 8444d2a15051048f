"""A cast in which people hold several roles at once, so that every bar has somebody to bar."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, User

from articles import roles
from tests.cast import Cast, person


@dataclass(frozen=True)
class Troupe:
    cast: Cast
    people: dict[str, User]
    physicians: tuple[str, ...] = ("ada", "bela", "gina", "noel", "uma")

    @classmethod
    def assemble(cls) -> Troupe:
        """ada also writes, bela and otto also publish, gina is no specialist, uma unverified."""
        cast = Cast.assemble()
        gina = person("gina", roles.MEDICAL_REVIEWERS, name="Gina General")
        cast.register(gina, certificate="Internal Medicine")
        for user, role in (
            (cast.physician, roles.WRITERS),
            (cast.second_physician, roles.PUBLISHERS),
            (cast.other_writer, roles.PUBLISHERS),
        ):
            user.groups.add(Group.objects.get(name=role))
        everybody = (
            cast.writer,
            cast.other_writer,
            cast.editor,
            cast.publisher,
            cast.physician,
            cast.second_physician,
            cast.unverified,
            cast.unassigned,
            gina,
        )
        return cls(cast, {user.username: user for user in everybody})
