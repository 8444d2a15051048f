"""The tree is that of RFC 6962, to the byte, and a proof proves one place only."""

from __future__ import annotations

import pytest

from articles import merkle

from . import outsider

CT_ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
"""The entries that the reference implementation of Certificate Transparency is tested with."""

CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

SIZES = range(1, 65)


def entries(size: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(size)]


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(entry) for entry in entries(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size) -> None:
    hashed = [merkle.leaf_hash(entry) for entry in CT_ENTRIES[:size]]

    assert merkle.Tree(hashed).root().hex() == CT_ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.Tree([]).root().hex() == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    assert merkle.root_of([]) == merkle.Tree([]).root()


def test_leaves_and_nodes_are_hashed_apart() -> None:
    """Else an inner node could be passed off as an entry."""
    left, right = leaves(2)

    assert merkle.node_hash(left, right) != merkle.leaf_hash(left + right)


def test_appending_one_by_one_gives_the_tree_of_all() -> None:
    frontier: list[bytes] = []
    for size in SIZES:
        frontier = merkle.extend(frontier, size - 1, leaves(size)[-1])
        assert merkle.root_of(frontier) == outsider.tree_hash(entries(size))
        assert len(frontier) == size.bit_count()
        assert merkle.split(b"".join(frontier)) == frontier


def test_every_entry_of_every_tree_up_to_64_is_proven_to_an_outsider() -> None:
    for size in SIZES:
        hashed, root = leaves(size), outsider.tree_hash(entries(size))
        tree = merkle.Tree(hashed)
        for index, leaf in enumerate(hashed):
            proof = tree.proof(index)
            assert outsider.is_included(leaf, index, size, proof, root)
            assert len(proof) <= (size - 1).bit_length()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 64])
def test_a_proof_proves_nothing_else(size) -> None:
    """Another place, another entry, an older tree, a hash too few, too many or altered."""
    hashed, root = leaves(size), outsider.tree_hash(entries(size))
    tree = merkle.Tree(hashed)
    for index, leaf in enumerate(hashed):
        proof = tree.proof(index)
        lies = [
            *((leaf, other, proof, root) for other in range(-1, size + 1) if other != index),
            *((other, index, proof, root) for other in hashed if other != leaf),
            (leaf, index, [*proof, root], root),
            (leaf, index, proof, outsider.tree_hash(entries(size - 1))),
            *((leaf, index, proof[:at] + proof[at + 1 :], root) for at in range(len(proof))),
            *(
                (leaf, index, [*proof[:at], bytes(32), *proof[at + 1 :]], root)
                for at in range(len(proof))
            ),
        ]
        believed = [
            (found, place)
            for found, place, steps, top in lies
            if outsider.is_included(found, place, size, steps, top)
        ]
        assert believed == []


@pytest.mark.parametrize("index", [-1, 8, 9])
def test_there_is_no_proof_of_an_entry_that_is_not_there(index) -> None:
    with pytest.raises(IndexError):
        merkle.Tree(leaves(8)).proof(index)
