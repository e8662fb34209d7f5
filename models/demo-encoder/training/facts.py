"""What can be true of a phantom film, and the short statements that say so."""

import numpy as np

KINDS = ["cardiomegaly", "effusion", "pneumothorax", "consolidation", "edema", "atelectasis", "nodule", "rib-fracture"]
KINDS += ["pacemaker", "endotracheal-tube", "central-line", "chest-tube"]
SIDED = [kind for kind in KINDS if kind not in ("cardiomegaly", "edema", "endotracheal-tube")]
ZONED = ["consolidation", "nodule"]
SIDES = ["left", "right"]
ZONES = ["upper", "middle", "lower"]
CHEXPERT = ["No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema"]
CHEXPERT += ["Consolidation", "Pneumonia", "Atelectasis", "Pneumothorax", "Pleural Effusion", "Pleural Other"]
CHEXPERT += ["Fracture", "Support Devices"]

FACTS = KINDS + [f"{kind}/{side}" for kind in SIDED for side in SIDES]
FACTS += [f"{kind}/{zone}" for kind in ZONED for zone in ZONES] + CHEXPERT
INDEX = {name: i for i, name in enumerate(FACTS)}

# A slot has its own planted mask: kind and side, or the kind alone where a side makes no sense.
SLOTS = [s for kind in KINDS for s in ([f"{kind}/{side}" for side in SIDES] if kind in SIDED else [kind])]

PHRASES = {
    "cardiomegaly": ["cardiomegaly", "enlarged heart", "enlarged cardiac silhouette"],
    "effusion": ["pleural effusion", "effusion", "pleural fluid"],
    "pneumothorax": ["pneumothorax"],
    "consolidation": ["consolidation", "airspace consolidation"],
    "edema": ["edema", "pulmonary edema", "interstitial edema"],
    "atelectasis": ["atelectasis", "linear atelectasis", "volume loss"],
    "nodule": ["nodule", "lung nodule", "pulmonary nodule"],
    "rib-fracture": ["rib fracture", "fractured rib"],
    "pacemaker": ["pacemaker", "cardiac pacemaker"],
    "endotracheal-tube": ["endotracheal tube"],
    "central-line": ["central line", "central venous catheter", "central venous line"],
    "chest-tube": ["chest tube", "pleural drain"],
    "No Finding": ["no finding", "normal chest", "no acute abnormality", "clear lungs and normal heart"],
    "Enlarged Cardiomediastinum": ["enlarged cardiomediastinum", "wide mediastinum", "widened mediastinum"],
    "Cardiomegaly": ["cardiomegaly"],
    "Lung Opacity": ["lung opacity", "opacity", "pulmonary opacity"],
    "Lung Lesion": ["lung lesion", "lesion"],
    "Edema": ["edema"],
    "Consolidation": ["consolidation"],
    "Pneumonia": ["pneumonia", "infectious pneumonia"],
    "Atelectasis": ["atelectasis"],
    "Pneumothorax": ["pneumothorax"],
    "Pleural Effusion": ["pleural effusion"],
    "Pleural Other": ["pleural other", "pleural thickening"],
    "Fracture": ["fracture", "bone fracture"],
    "Support Devices": ["support devices", "support device", "lines and tubes"],
}
PRESENT = ["{}", "{}", "there is {}.", "{} is present.", "{} is seen."]
ABSENT = ["no {}", "no {}", "there is no {}.", "no evidence of {}.", "without {}"]
ABNORMAL = ["abnormal finding", "abnormal chest", "no no finding"]


def slots_of(fact):
    """The slots whose masks show a fact; empty for facts without a place."""
    kind = fact.split("/")[0]
    if fact in SLOTS:
        return [fact]
    return [slot for slot in SLOTS if slot.split("/")[0] == kind] if kind in KINDS and fact in KINDS else []


def film_facts(findings, truth):
    """One film's row of {-1, +1}. findings: planted {kind, side, zone}; truth: CheXpert column → bool."""
    there = {name for name, value in truth.items() if value}
    for finding in findings:
        there.add(finding["kind"])
        there.update(f"{finding['kind']}/{place}" for place in (finding["side"], finding["zone"]) if place)
    return np.array([1 if name in there else -1 for name in FACTS], np.int8)


def phrases_of(fact):
    """Wordings of a fact, with its side or zone."""
    if "/" not in fact:
        return PHRASES[fact]
    kind, place = fact.split("/")
    if place in ZONES:
        return [w for p in PHRASES[kind] for w in (f"{place} zone {p}", f"{p} in the {place} zone")]
    return [w for p in PHRASES[kind] for w in (f"{place} {p}", f"{p} on the {place}", f"{place}-sided {p}")]


def prompt_statements():
    """→ list of (text, fact name, +1 or -1): every fact said to be there and said not to be there."""
    statements = []
    for fact in FACTS:
        for phrase in phrases_of(fact):
            statements += [(form.format(phrase), fact, 1) for form in dict.fromkeys(PRESENT)]
            if fact != "No Finding":
                statements += [(form.format(phrase), fact, -1) for form in dict.fromkeys(ABSENT)]
    statements += [(text, "No Finding", -1) for text in ABNORMAL]
    return list(dict.fromkeys(statements))
