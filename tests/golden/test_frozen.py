"""Nobody refreshes the golden data: then it would prove nothing about what is out there."""

from __future__ import annotations

import hashlib

from .generations import FOLDERS, HERE

FROZEN = """\
64cf742a84dc5e9f25588088e2fede6d351923e558b77c1bca0c21d4eda9195c  0.1.0-bd14b23/evidence/64/64cf742a84dc5e9f25588088e2fede6d351923e558b77c1bca0c21d4eda9195c
95e2f33e1f59a7389d005d0a6f57fc6f50c3c687787d8698884e46f2ee89ce81  0.1.0-bd14b23/postgresql/anchors/000000000039.checkpoint
693decb91b724425fc84ce572f148666f6a00dbe8fa728067f9fdb9705f0e637  0.1.0-bd14b23/postgresql/anchors/000000000080.checkpoint
8668123591020d7f7ab5857399592ffeeb72dbd1312e148c6472b26339c2c00c  0.1.0-bd14b23/postgresql/database.sql.xz
9f7423db6bf63df76a292fe11cba26d9a35a6dbd1f40bccec1cf7f8fa377bf0b  0.1.0-bd14b23/postgresql/keys.json
47bc2f3061266910fe4dd1c92da0c5d2e8bacef4b418994387f4d6e30c5cc14b  0.1.0-bd14b23/sqlite/anchors/000000000039.checkpoint
0d5427b76aaa45dc5244d93486bbe2b95493a09bd1af4a62ce53ab05d19ee890  0.1.0-bd14b23/sqlite/anchors/000000000080.checkpoint
d4d00ecaf01f5418aaa04458a01577e114f975b8eef385e39d699ac76fc2372a  0.1.0-bd14b23/sqlite/bundle.zip
75666fe81729b92d7b1ff24992578158a08a0ea19cdbaa6cbe04614944f161ab  0.1.0-bd14b23/sqlite/database.sqlite3.xz
9680b5ed8ce8cdb0bc6d471c6be80c7178fb85c47efe146ce32662b0419ce52e  0.1.0-bd14b23/sqlite/issuer.pem
6ef1c4872f0619fc547aab29581288b4c5c22ed93fca6651b5ba9179a00d8a85  0.1.0-bd14b23/sqlite/keys.json
8bc6bda122715e9c7f591fe8d39a45127a1390c6188ec83e1a026304be4fc7f8  0.1.0-bd14b23/sqlite/ledger.jsonl.xz
"""  # noqa: E501
"""As `sha256sum` writes it. Lines are added here, never changed."""


def test_every_golden_file_is_the_one_that_was_made_then() -> None:
    files = [path for folder in FOLDERS for path in folder.rglob("*") if path.is_file()]
    found = {
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(HERE).as_posix()}"
        for path in files
    }

    assert found == set(FROZEN.splitlines())
