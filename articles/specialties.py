"""Medical specialties: our code, the label people read, and the schema.org member.

The third column holds members of https://schema.org/MedicalSpecialty that are not superseded; it is
empty where none fits.
"""

from __future__ import annotations

SPECIALTIES: dict[str, tuple[str, str]] = {
    "addiction_medicine": ("Addiction medicine", ""),
    "allergy_immunology": ("Allergy and immunology", ""),
    "anesthesiology": ("Anesthesiology", "Anesthesia"),
    "cardiology": ("Cardiology", "Cardiovascular"),
    "colorectal_surgery": ("Colon and rectal surgery", "Surgical"),
    "critical_care": ("Critical care", ""),
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
    "neurosurgery": ("Neurological surgery", "Surgical"),
    "nuclear_medicine": ("Nuclear medicine", ""),
    "obstetrics": ("Obstetrics", "Obstetric"),
    "occupational_medicine": ("Occupational medicine", ""),
    "oncology": ("Oncology", "Oncologic"),
    "ophthalmology": ("Ophthalmology", "Optometric"),
    "orthopedics": ("Orthopedics", "Musculoskeletal"),
    "otolaryngology": ("Otolaryngology", "Otolaryngologic"),
    "pain_medicine": ("Pain medicine", ""),
    "palliative_medicine": ("Palliative medicine", ""),
    "pathology": ("Pathology", "Pathology"),
    "pediatrics": ("Pediatrics", "Pediatric"),
    "physical_medicine": ("Physical medicine and rehabilitation", ""),
    "plastic_surgery": ("Plastic surgery", "PlasticSurgery"),
    "preventive_medicine": ("Preventive medicine", "PublicHealth"),
    "psychiatry": ("Psychiatry", "Psychiatric"),
    "pulmonology": ("Pulmonology", "Pulmonary"),
    "radiation_oncology": ("Radiation oncology", "Oncologic"),
    "radiology": ("Radiology", "Radiography"),
    "rheumatology": ("Rheumatology", "Rheumatologic"),
    "sleep_medicine": ("Sleep medicine", ""),
    "sports_medicine": ("Sports medicine", ""),
    "surgery": ("Surgery", "Surgical"),
    "thoracic_surgery": ("Thoracic surgery", "Surgical"),
    "toxicology": ("Toxicology", "Toxicologic"),
    "urology": ("Urology", "Urologic"),
    "vascular_surgery": ("Vascular surgery", "Surgical"),
}

CHOICES = [(code, label) for code, (label, _) in SPECIALTIES.items()]


def label(code: str) -> str:
    """The label people read; an unknown code reads as itself."""
    return SPECIALTIES[code][0] if code in SPECIALTIES else code


def schema_org(code: str) -> str | None:
    """The IRI of the schema.org member, or None where none fits."""
    _, member = SPECIALTIES.get(code, ("", ""))
    return f"https://schema.org/{member}" if member else None
