"""Medical specialties: our code, the label people read, and the schema.org member.

The third column holds members of https://schema.org/MedicalSpecialty that are not superseded.
"""

from __future__ import annotations

SPECIALTIES: dict[str, tuple[str, str]] = {
    "anesthesiology": ("Anesthesiology", "Anesthesia"),
    "cardiology": ("Cardiology", "Cardiovascular"),
    "dermatology": ("Dermatology", "Dermatology"),
    "emergency_medicine": ("Emergency medicine", "Emergency"),
    "endocrinology": ("Endocrinology", "Endocrine"),
    "family_medicine": ("Family medicine", "PrimaryCare"),
    "gastroenterology": ("Gastroenterology", "Gastroenterologic"),
    "genetics": ("Medical genetics", "Genetic"),
    "geriatrics": ("Geriatrics", "Geriatric"),
    "gynecology": ("Gynecology", "Gynecologic"),
    "hematology": ("Hematology", "Hematologic"),
    "infectious_disease": ("Infectious disease", "Infectious"),
    "internal_medicine": ("Internal medicine", "PrimaryCare"),
    "nephrology": ("Nephrology", "Renal"),
    "neurology": ("Neurology", "Neurologic"),
    "obstetrics": ("Obstetrics", "Obstetric"),
    "oncology": ("Oncology", "Oncologic"),
    "ophthalmology": ("Ophthalmology", "Optometric"),
    "otolaryngology": ("Otolaryngology", "Otolaryngologic"),
    "pathology": ("Pathology", "Pathology"),
    "pediatrics": ("Pediatrics", "Pediatric"),
    "psychiatry": ("Psychiatry", "Psychiatric"),
    "pulmonology": ("Pulmonology", "Pulmonary"),
    "radiology": ("Radiology", "Radiography"),
    "rheumatology": ("Rheumatology", "Rheumatologic"),
    "surgery": ("Surgery", "Surgical"),
    "toxicology": ("Toxicology", "Toxicologic"),
    "urology": ("Urology", "Urologic"),
}

CHOICES = [(code, label) for code, (label, _) in SPECIALTIES.items()]


def label(code: str) -> str:
    """The label people read; an unknown code reads as itself."""
    return SPECIALTIES[code][0] if code in SPECIALTIES else code


def schema_org(code: str) -> str | None:
    """The IRI of the schema.org member, or None where none fits."""
    return f"https://schema.org/{SPECIALTIES[code][1]}" if code in SPECIALTIES else None
