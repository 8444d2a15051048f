"""The people of the schema.org graph: all of it from what the signature copied that day."""

from __future__ import annotations

from typing import Any

from articles.dossier import CredentialDossier, Dossier, SignatureDossier
from articles.stages import CertificateKind, Standing

Node = dict[str, Any]

_CERTIFICATES: dict[str, str] = {
    CertificateKind.PRIMARY: "primary certification",
    CertificateKind.SUBSPECIALTY: "subspecialty certification",
    CertificateKind.ADDED_QUALIFICATION: "certification of added qualifications",
    CertificateKind.FOCUSED_PRACTICE: "focused practice designation",
}


def filled(node: Node) -> Node:
    """The node without its empty properties."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}


def iri(dossier: Dossier, fragment: str) -> str:
    """How the graph names a part of this article; a URN where it has no address yet."""
    return f"{dossier.canonical_url or f'urn:uuid:{dossier.id}'}#{fragment}"


def name(printed_name: str) -> Node:
    """A name is a name only: what follows the first comma is a suffix."""
    bare, _, suffix = printed_name.partition(",")
    return filled({"name": bare.strip(), "honorificSuffix": suffix.strip()})


def reviewers(dossier: Dossier) -> dict[str, Node]:
    """Reviewers by their IRI, all data from the signature's own copy."""
    found: dict[str, Node] = {}
    for number, signature in enumerate(dossier.reviewers, 1):
        person = iri(dossier, f"reviewer-{number}")
        found[person] = {"@type": "Person", "@id": person, **name(signature.printed_name)}
        found[person] |= _credentials(signature)
    return found


def _credentials(signature: SignatureDossier) -> Node:
    certified = [
        credential
        for credential in signature.credentials
        if credential.kind in _CERTIFICATES and credential.status == Standing.IN_FORCE
    ]
    return {
        "hasCredential": [
            {
                "@type": "EducationalOccupationalCredential",
                "name": f"{credential.certificate} {_CERTIFICATES[credential.kind]}",
                "credentialCategory": "board certification",
                "recognizedBy": {"@type": "Organization", "name": credential.board},
            }
            for credential in certified
        ],
        "hasCertification": [_certification(credential) for credential in certified],
    }


def _certification(credential: CredentialDossier) -> Node:
    verified_on = credential.verified_on
    return filled(
        {
            "@type": "Certification",
            "name": credential.certificate,
            "certificationStatus": "https://schema.org/CertificationActive",
            "auditDate": verified_on and verified_on.isoformat(),
            "issuedBy": {"@type": "Organization", "name": credential.board},
        }
    )
