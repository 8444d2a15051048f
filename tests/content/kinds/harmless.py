"""Edits after which a reader would do the same."""

from __future__ import annotations

from .edits import edit

HARMLESS = [
    edit(old, new, wording=evidence)
    for old, new, evidence in [
        ("The doctor will examine you.", "The doctor will look at you.", "examine > look; at"),
        ("Your skin feels rough.", "Your skin feels coarse.", "rough > coarse"),
        ("This is a common sign.", "This is a common sign!", ". > !"),
        ("Rest, then sleep.", "Rest then sleep.", ", >"),
        ("The colour fades.", "The color fades.", "colour > color"),
        ("Anaemia makes you tired.", "Anemia makes you tired.", "Anaemia > Anemia"),
        ("Oedema of the ankles.", "Edema of the ankles.", "Oedema > Edema"),
        ("Diarrhoea tires you.", "Diarrhea tires you.", "Diarrhoea > Diarrhea"),
        ("Don't worry.", "Do not worry.", "Don't > Do; not"),
        ("You can't hear it.", "You cannot hear it.", "can't > cannot"),
        ("It isn’t sore.", "It isn't sore.", "isn’t > isn't"),
        ("Take 5mg.", "Take 5 mg.", "5mg > 5 mg"),
        ("Many patients feel tired.", "Many people feel tired.", "patients > people"),
        ("This leaflet explains it.", "This page explains it.", "leaflet > page"),
        ("Lupus can affect the joints.", "Lupus can affect joints.", "the >"),
        ("A good meal is welcome.", "The good meal is welcome.", "A > The"),
        ("Eat apples, pears and plums.", "Eat pears, apples and plums.", ",; pears > pears; ,"),
        ("Talk to your family.", "Speak with your family.", "Talk; to > Speak; with"),
        ("Ibuprofen helps.", "ibuprofen helps.", "Ibuprofen > ibuprofen"),
        ("The word is “rest”.", 'The word is "rest".', '“; ” > "; "'),
        (
            "We wrote this for you.",
            "This was written for you.",
            "We; wrote; this > This; was; written",
        ),
        (
            "It is a life-threatening event.",
            "It is a life threatening event.",
            "life-threatening > life; threatening",
        ),
        ("The tablets are white.", "The tablet is white.", "tablets; are > tablet; is"),
        ("Dose increases help.", "Dose increase helps.", "increases; help > increase; helps"),
        ("Drink plenty of water.", "Drink lots of water.", "plenty > lots"),
        ("Bring someone along.", "Bring somebody along.", "someone > somebody"),
        ("People describe a dull ache.", "People often describe a dull ache.", "> often"),
        ("You might notice a smell.", "You may notice a smell.", "might > may"),
        ("Tell your team.", "Please tell your team.", "Tell > Please; tell"),
        ("The cause is not known.", "The cause isn't known.", "is; not > isn't"),
        ("It is seen when you walk.", "It is seen whenever you walk.", "when > whenever"),
        ("Begin the walk gently.", "Start the walk gently.", "Begin > Start"),
        ("Reduce the noise.", "Lower the noise.", "Reduce > Lower"),
        ("It is largely a matter of taste.", "It is mainly a matter of taste.", "largely > mainly"),
        ("The team meets here.", "The team gathers here.", "meets > gathers"),
        ("The nurse shows how.", "The nurse shows you how.", "> you"),
        ("Keep the leaflet.", "Keep this leaflet.", "the > this"),
        ("Joints may swell (see above).", "Joints may swell; see above.", "(; see; ) > ;; see"),
        ("The chair is comfy.", "The chair is comfortable.", "comfy > comfortable"),
        ("Write it in a diary.", "Note it in a diary.", "Write > Note"),
        ("Your own story matters.", "Your story matters.", "own >"),
        ("That which helps one helps many.", "What helps one helps many.", "That; which > What"),
        ("Get help right away.", "Get help immediately.", "right; away > immediately"),
        ("It will help you sleep.", "It helps you sleep.", "will; help > helps"),
        ("Organise your pills.", "Organize your pills.", "Organise > Organize"),
        (
            "Clothes should be loose-fitting.",
            "Clothes should be loose fitting.",
            "loose-fitting > loose; fitting",
        ),
    ]
]
